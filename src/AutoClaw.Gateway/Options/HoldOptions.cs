namespace AutoClaw.Gateway.Options;

/// <summary>How long a streaming client may be kept waiting for the checks. Past either the answer goes out as it comes.</summary>
/// <param name="Time">From the local engine's call on, the checks included.</param>
/// <param name="Tokens">Of the answer; estimated while the engine has not told.</param>
public sealed record HoldOptions(TimeSpan Time, int Tokens)
{
    public HoldOptions()
        : this(TimeSpan.FromSeconds(5), 400)
    {
    }
}
