namespace AutoClaw.Gateway.Auth;

/// <summary>What looking for this machine's own key gave.</summary>
/// <param name="Value">The key in clear, to be sent as bearer token; null if there is none or it may not be used.</param>
/// <param name="Source">Where it came from: <c>AUTOCLAW_API_KEY</c> or the file's path. Safe to print.</param>
/// <param name="Problem">Why there is none, and what to do; null on success.</param>
internal sealed record LocalKey(string? Value, string Source, string? Problem)
{
    // A record would print its value.
    public override string ToString() => Problem ?? Source;
}
