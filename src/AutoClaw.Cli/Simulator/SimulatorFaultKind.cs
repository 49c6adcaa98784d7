namespace AutoClaw.Cli.Simulator;

/// <summary>The ways in which real engines break, as <c>--fail</c> names them in kebab-case.</summary>
internal enum SimulatorFaultKind
{
    /// <summary>Stops listening after N requests: later connections are refused.</summary>
    RefuseAfter,

    /// <summary>An error status with the error body of the API that is asked, optionally with <c>Retry-After</c>.</summary>
    Status,

    /// <summary>Reads the request and never answers.</summary>
    HangBeforeHeaders,

    /// <summary>Sends status, headers and what stands before the first token, then nothing more.</summary>
    HangBeforeFirstToken,

    /// <summary>Resets the connection after K tokens.</summary>
    DieMidStream,

    /// <summary>Ends cleanly after K tokens: no finish reason, no end marker.</summary>
    EarlyEof,

    /// <summary>Sends a broken event after K tokens, then the end marker.</summary>
    MalformedJson,

    /// <summary>A 200 with an HTML page, as a proxy in between would send.</summary>
    WrongContentType,

    /// <summary>Sends an error as an event after K tokens, then what OpenAI chat completions end with: <c>[DONE]</c>.</summary>
    ErrorEventMidStream,

    /// <summary>Sends a correct answer five bytes at a time, N milliseconds apart.</summary>
    SlowDrip,

    /// <summary>Leaves the usage out although it was asked for.</summary>
    DropUsage,

    /// <summary>Sends the whole answer as one line of N bytes.</summary>
    HugeLine,
}
