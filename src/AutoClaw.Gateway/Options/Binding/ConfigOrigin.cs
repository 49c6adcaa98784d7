namespace AutoClaw.Gateway.Options.Binding;

/// <summary>Where a value of the effective configuration was written. A key without one has its default.</summary>
/// <param name="At">The value's place in the file.</param>
/// <param name="Variables">The environment variables that went into it; empty for a literal.</param>
internal sealed record ConfigOrigin(ConfigMark At, IReadOnlyList<string> Variables);
