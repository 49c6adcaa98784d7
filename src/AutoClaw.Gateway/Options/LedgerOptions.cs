namespace AutoClaw.Gateway.Options;

/// <summary>Where the record of every attempt is kept, and how well.</summary>
/// <param name="Path">The SQLite file; null: <c>ledger.db</c> in AutoClaw's data folder.</param>
public sealed record LedgerOptions(string? Path = null)
{
    /// <summary>What a power cut may take at most; zero: nothing, each commit waits for the disk.</summary>
    public TimeSpan Fsync { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What becomes of requests while entries can't be written.</summary>
    public LedgerOnFailure OnFailure { get; init; }
}
