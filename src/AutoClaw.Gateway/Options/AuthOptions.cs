namespace AutoClaw.Gateway.Options;

/// <summary>Who may call.</summary>
public sealed record AuthOptions
{
    /// <summary>Client keys; only hashes are kept.</summary>
    public IReadOnlyList<ApiKeyOptions> Keys { get; init; } = [];

    /// <summary>True lets clients on the loopback interface in without a key. Off unless the file says so.</summary>
    public bool AllowAnonymousLoopback { get; init; }
}
