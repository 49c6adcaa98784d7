namespace AutoClaw.Gateway.Options.Binding;

/// <summary>One kind of problem. Ids and names are stable: scripts and the documentation refer to them.</summary>
/// <param name="Id">For example <c>AC1001</c>.</param>
/// <param name="Name">For example <c>unknown_key</c>.</param>
/// <param name="Severity">Whether the file can be used all the same.</param>
/// <param name="Meaning">What is wrong, in one sentence; printed in docs/errors-config.md.</param>
/// <param name="Remedy">What to do about it, in one sentence.</param>
internal sealed record ConfigCode(string Id, string Name, ConfigSeverity Severity, string Meaning, string Remedy);
