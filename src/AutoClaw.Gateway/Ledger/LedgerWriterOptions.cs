using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Ledger;

/// <summary>How the writer groups and how long it waits.</summary>
/// <param name="MaxGroup">Most entries in one transaction; 1 to 4096.</param>
/// <param name="BusyTimeout">How long a commit waits for another process that holds the file before its entries fail.</param>
internal sealed record LedgerWriterOptions(int MaxGroup = 256, TimeSpan? BusyTimeout = null)
{
    /// <summary>Sees every connection that is opened; for tests that need a condition which a disk rarely offers.</summary>
    internal Action<SqliteLedger>? Opened { get; init; }

    /// <summary>How often what the aim controllers have learnt is written down while requests come: what a crash may cost of it.</summary>
    public TimeSpan SaveAimsEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Entries that gather before they are added to the sums of <c>autoclaw usage</c>: so many it reads one by one, which takes it milliseconds.</summary>
    public int RollUpEvery { get; init; } = 2_000;

    /// <summary>What a power cut may take at most; zero: nothing.</summary>
    public TimeSpan Fsync { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>By which of SQLite's ways the file is reached; null: the system's. For tests that need a disk which forgets.</summary>
    internal string? Vfs { get; init; }

    /// <summary>In place of asking the disk to keep the log file; for tests that need a disk which does not.</summary>
    internal Action<string>? Synced { get; init; }

    /// <summary>What becomes of calls while entries can't be written.</summary>
    public LedgerOnFailure OnFailure { get; init; }

    /// <summary>How long the disk may take for one thing before nobody waits for it any more.</summary>
    public TimeSpan StallAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often it is tried again while entries can't be written.</summary>
    public TimeSpan RetryEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long closing may take before what is not written is given up.</summary>
    public TimeSpan CloseWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most entries that wait in memory until they can be written.</summary>
    public int MostWaiting { get; init; } = 20_000;

    /// <summary>Most bytes of them, about.</summary>
    public long MostWaitingBytes { get; init; } = 32 << 20;

    public bool Serves => OnFailure == LedgerOnFailure.Serve;

    public TimeSpan EffectiveBusyTimeout => BusyTimeout ?? TimeSpan.FromSeconds(2);
}
