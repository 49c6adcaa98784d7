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

    /// <summary>In place of asking the disk to keep the log file; for tests that need a disk which does not.</summary>
    internal Action<string>? Synced { get; init; }

    public TimeSpan EffectiveBusyTimeout => BusyTimeout ?? TimeSpan.FromSeconds(2);
}
