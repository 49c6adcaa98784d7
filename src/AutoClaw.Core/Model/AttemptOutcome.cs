namespace AutoClaw.Core.Model;

/// <summary>How one call to one engine ended. Stored by number: append only.</summary>
public enum AttemptOutcome
{
    /// <summary>Found unsettled after a crash; priced at the estimate made when it was reserved.</summary>
    Unknown = 0,

    /// <summary>The engine finished and the client has all of it.</summary>
    Completed = 1,

    /// <summary>The engine failed before its first content byte; another candidate may have answered.</summary>
    Failed = 2,

    /// <summary>The engine broke off after content had gone out; the client got an explicit error.</summary>
    Truncated = 3,

    /// <summary>The client went away and the engine's work was cancelled.</summary>
    Cancelled = 4,

    /// <summary>The engine refused the request as the client wrote it (400, 404, 413, 422); passed on, never retried.</summary>
    Rejected = 5,

    /// <summary>The engine finished, a check did not pass, and another engine's answer went out instead.</summary>
    Superseded = 6,
}
