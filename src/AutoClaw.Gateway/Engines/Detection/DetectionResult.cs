using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Engines.Detection;

/// <summary>What was looked for, and the engines to run with: at least one of each place, a simulator where nothing real was found.</summary>
/// <param name="Findings">In the order of preference, simulators last.</param>
/// <param name="Took">How long looking took.</param>
internal sealed record DetectionResult(IReadOnlyList<Finding> Findings, TimeSpan Took)
{
    /// <summary>Local ones first.</summary>
    public IReadOnlyList<EngineOptions> Engines { get; } =
        [.. Findings.Where(finding => finding.Found).Select(finding => finding.Engine!).OrderBy(engine => engine.Place)];

    /// <summary>A complete configuration: these engines, the route <c>auto</c> with all of them, and <paramref name="key"/> to get in.</summary>
    public GatewayOptions ToOptions(ApiKey key, string keyName = "local") => new()
    {
        Auth = new AuthOptions { Keys = [key.ToOptions(keyName)] },
        Engines = Engines,
        Routes = [new RouteOptions { Name = "auto", Engines = [.. Engines.Select(engine => engine.Id)] }],
    };
}
