namespace AutoClaw.Gateway.Options;

/// <summary>Bounds on what a client may send.</summary>
/// <param name="MaxBodyBytes">Largest request body; more is a 413.</param>
public sealed record LimitOptions(int MaxBodyBytes = 32 * 1024 * 1024);
