namespace AutoClaw.Gateway.Options;

/// <summary>Bounds on what a client may send, and how long it may take.</summary>
/// <param name="MaxBodyBytes">Largest request body; more is a 413.</param>
public sealed record LimitOptions(int MaxBodyBytes = 32 * 1024 * 1024)
{
    /// <summary>When the gateway is stopped: what answers under way have to end by themselves.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);
}
