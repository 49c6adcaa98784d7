namespace AutoClaw.Gateway.Responses;

/// <summary>How a call to the store of answers ended.</summary>
internal enum StoreOutcome
{
    /// <summary>It could not be read or written; the log says why.</summary>
    Failed,

    Done,

    /// <summary>Nothing of that name is kept for that key, or no longer.</summary>
    NotFound,

    /// <summary>The conversation is longer than may be read, or the answer larger than all that may be kept.</summary>
    TooLarge,
}
