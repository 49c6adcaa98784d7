namespace AutoClaw.Gateway.Options.Binding;

/// <param name="Start">Where it begins.</param>
/// <param name="Entries">In the file's order; duplicates are kept, so that they can be told where they stand.</param>
internal sealed record MappingNode(ConfigMark Start, IReadOnlyList<MappingEntry> Entries) : ConfigNode(Start);
