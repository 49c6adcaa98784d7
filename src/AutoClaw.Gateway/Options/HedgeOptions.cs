namespace AutoClaw.Gateway.Options;

/// <summary>When a route's request is sent to a second engine of a pool as well.</summary>
/// <param name="After">How long the first may be silent.</param>
public sealed record HedgeOptions(TimeSpan After);
