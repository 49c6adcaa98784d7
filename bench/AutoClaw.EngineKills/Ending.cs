namespace AutoClaw.EngineKills;

/// <summary>How a request ended, as its client saw it. The last three must not happen.</summary>
internal enum Ending
{
    /// <summary>A whole and right answer of the engine that is killed.</summary>
    Local,

    /// <summary>A whole answer of the route's other engine, without a byte of the first one.</summary>
    Other,

    /// <summary>A status that is not 200, with an error object.</summary>
    Refused,

    /// <summary>An error event in a stream that had begun, and no end marker.</summary>
    ErrorEvent,

    /// <summary>An answer that was cut, or wrong, and did not say so.</summary>
    Silent,

    /// <summary>No end in the time that any end takes.</summary>
    Hang,

    /// <summary>The gateway itself was not there.</summary>
    NoGateway,
}
