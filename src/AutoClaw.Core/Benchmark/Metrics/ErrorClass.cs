namespace AutoClaw.Core.Benchmark.Metrics;

/// <summary>How a call went wrong, as far as it can be told from outside.</summary>
public enum ErrorClass
{
    /// <summary>No connection: refused, no such name, no route, TLS.</summary>
    Connect,

    /// <summary>Nothing came within the limit.</summary>
    FirstTokenTimeout,

    /// <summary>It began and then said nothing for the limit.</summary>
    IdleTimeout,

    /// <summary>Status 429 or 529: come back later.</summary>
    RateLimited,

    /// <summary>Another 4xx.</summary>
    Refused,

    /// <summary>Another 5xx.</summary>
    Server,

    /// <summary>An error event inside the stream.</summary>
    InStream,

    /// <summary>The stream ended before the answer did.</summary>
    CutOff,

    /// <summary>Not what the engine's API says an answer is.</summary>
    Malformed,
}
