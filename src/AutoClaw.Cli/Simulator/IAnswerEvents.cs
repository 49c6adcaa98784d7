namespace AutoClaw.Cli.Simulator;

/// <summary>
/// Writes an answer as its client's API streams it, a token of every choice at a time. The caller decides when the bytes go out.
/// </summary>
internal interface IAnswerEvents : IDisposable
{
    PooledBytes Output { get; }

    /// <summary>Tokens written so far, of all choices.</summary>
    int TokensWritten { get; }

    /// <summary>What stands before the first token.</summary>
    void WriteHead();

    /// <summary>The next token of every choice that has one; false when all are done.</summary>
    bool WriteTokens();

    /// <summary>Why the answer ended, its usage and the end marker.</summary>
    void WriteEnd();

    /// <summary>An event whose JSON breaks off, then the end marker.</summary>
    void WriteBroken();

    /// <summary>An error, and what an engine sends after one.</summary>
    void WriteError(SimulatorError error);
}
