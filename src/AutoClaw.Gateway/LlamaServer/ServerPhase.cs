namespace AutoClaw.Gateway.LlamaServer;

/// <summary>What an owned llama-server is doing.</summary>
internal enum ServerPhase
{
    /// <summary>Not started yet, or stopped for good.</summary>
    Stopped,

    /// <summary>Not running, because nobody asks for it; the next request starts it.</summary>
    Asleep,

    /// <summary>Starting, or loading its model: it will be ready.</summary>
    Loading,

    /// <summary>Answering.</summary>
    Ready,

    /// <summary>It could not be started; the next try comes by itself.</summary>
    Failed,
}
