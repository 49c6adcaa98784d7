namespace AutoClaw.Core.Wire.Hub;

/// <summary>Why an answer ended.</summary>
public enum FinishReason
{
    /// <summary>The model had said everything, or met a stop sequence.</summary>
    Stop,

    /// <summary>The limit of tokens, or the context, was reached.</summary>
    Length,

    /// <summary>Functions are to be called.</summary>
    ToolCalls,

    /// <summary>The vendor's filter cut it, or the model refused.</summary>
    ContentFilter,

    /// <summary>The vendor paused a long turn; the client sends it back to go on.</summary>
    Pause,
}
