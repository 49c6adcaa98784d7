using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Gateway.Options;

/// <summary>What reading a configuration file gave: the options, or everything that keeps them from being used.</summary>
/// <param name="File">The file as it was named.</param>
/// <param name="Options">Null if there is an error among <paramref name="Problems"/>.</param>
/// <param name="Problems">Errors and warnings in the file's order.</param>
/// <param name="Fingerprint">SHA-256 of the file's bytes; null if it could not be read.</param>
/// <param name="Origins">For each key that the file gives, where it stands and what variables went in; by its dotted path.</param>
internal sealed record ConfigResult(
    string File,
    GatewayOptions? Options,
    IReadOnlyList<ConfigProblem> Problems,
    string? Fingerprint,
    IReadOnlyDictionary<string, ConfigOrigin> Origins)
{
    public IEnumerable<ConfigProblem> Errors => Problems.Where(problem => problem.Code.Severity == ConfigSeverity.Error);

    public IEnumerable<ConfigProblem> Warnings => Problems.Where(problem => problem.Code.Severity == ConfigSeverity.Warning);
}
