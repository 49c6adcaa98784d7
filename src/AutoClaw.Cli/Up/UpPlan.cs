using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Engines.Detection;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Cli.Up;

/// <summary>What <c>up</c> is going to start, and where it knows that from.</summary>
/// <param name="Options">As the file or the detection gave them; simulators have no URL yet.</param>
/// <param name="File">The file's result; null where engines were looked for.</param>
/// <param name="Found">What was looked for; null where a file says it.</param>
/// <param name="Key">The key that this machine's user gets in with; null where there is none that fits.</param>
/// <param name="KeyProblem">Why there is no key, and what to do.</param>
internal sealed record UpPlan(GatewayOptions Options, ConfigResult? File, DetectionResult? Found, string? Key, string? KeyProblem)
{
    /// <summary>From a file. The key is shown only if it is this user's own and the file lets it in.</summary>
    public static UpPlan Of(ConfigResult file, LocalCredentials credentials)
    {
        var key = credentials.Find();
        var fits = key.Value is not null && new KeyRing(file.Options!.Auth).TryAuthenticate(key.Value, out _);
        var problem = fits ? null : key.Problem ?? $"the key in {key.Source} is not among {file.File}'s auth.keys";
        return new UpPlan(file.Options!, file, null, fits ? key.Value : null, problem);
    }

    public static UpPlan Of(DetectionResult found, ApiKey key) => new(found.ToOptions(key), null, found, key.Value, null);

    public UpPlan WithPort(int? port) => port is { } wanted
        ? this with { Options = Options with { Listen = new UriBuilder(Options.Listen) { Port = wanted }.Uri } }
        : this;
}
