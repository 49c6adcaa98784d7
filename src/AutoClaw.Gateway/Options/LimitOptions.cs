namespace AutoClaw.Gateway.Options;

/// <summary>Bounds on what a client may send, and how long it may take.</summary>
/// <param name="MaxBodyBytes">Largest request body; more is a 413.</param>
public sealed record LimitOptions(int MaxBodyBytes = 32 * 1024 * 1024)
{
    /// <summary>Messages of one chat request, those of the conversation before it included.</summary>
    public int MaxMessages { get; init; } = 10_000;

    /// <summary>Tools that one chat request may declare.</summary>
    public int MaxTools { get; init; } = 1_000;

    /// <summary>Connections of clients at the same time, idle ones included; one more is closed unread. As many again for administrators.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>From the first byte of a request to the last of its headers.</summary>
    public TimeSpan HeadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From the headers of a request to the last byte of its body. The largest that is taken by default needs 2.2 Mbit/s for that.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Requests that are answered at the same time, of all clients together; null: any number.</summary>
    public int? MaxConcurrent { get; init; }

    /// <summary>When the gateway is stopped: what answers under way have to end by themselves.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);
}
