namespace AutoClaw.Gateway.Options;

/// <summary>When a route's requests go to the cloud because the local engines are busy.</summary>
/// <param name="Wait">The longest expected wait for a local engine that is still worth it.</param>
public sealed record SpillOptions(TimeSpan Wait);
