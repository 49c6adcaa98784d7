namespace AutoClaw.Core.Model;

/// <summary>What a call to an engine was for. Requests are counted by their answers; costs are counted for all. Append only.</summary>
public enum AttemptRole
{
    /// <summary>To answer the client.</summary>
    Answer = 0,

    /// <summary>To check another engine's answer before the client gets it.</summary>
    Check = 1,

    /// <summary>A copy of the request for comparison; the client never sees it.</summary>
    Shadow = 2,

    /// <summary>To compare two answers.</summary>
    Judge = 3,

    /// <summary>To look for personal data in the request before it may leave.</summary>
    Read = 4,
}
