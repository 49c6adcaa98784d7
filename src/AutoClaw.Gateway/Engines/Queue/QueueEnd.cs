namespace AutoClaw.Gateway.Engines.Queue;

/// <summary>How a wait for an engine ended.</summary>
internal enum QueueEnd
{
    /// <summary>A slot was handed over.</summary>
    Admitted,

    /// <summary>It took longer than the queue allows.</summary>
    TimedOut,

    /// <summary>The queue is full, and a call of a higher priority has taken its place.</summary>
    Shed,

    /// <summary>The client did not want to wait any longer.</summary>
    Left,
}
