namespace AutoClaw.Gateway.Auth;

/// <summary>Who goes first, and who is refused first, where not all can be served.</summary>
public enum Priority
{
    /// <summary>Also of clients without a key.</summary>
    Normal,

    /// <summary>Before all others.</summary>
    High,

    /// <summary>After all others: batches, and copies for learning.</summary>
    Low,
}
