using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Tests.Ledger;

public sealed class WalSyncTests
{
    private volatile bool _failing;

    [Fact]
    public async Task Committed_ManyTimes_AsksTheDiskOnceInAnInterval()
    {
        using var folder = new LedgerFolder();
        await File.WriteAllTextAsync(folder.Path + "-wal", "x", TestContext.Current.CancellationToken);
        var sync = new WalSync(folder.Path, TimeSpan.FromHours(1), TimeProvider.System);
        for (var i = 0; i < 1000; i++)
        {
            sync.Committed();
        }

        sync.Dispose();

        // Once for some of them, and once for the rest at the end.
        Assert.Equal((2, null), (sync.Count, sync.Failure));
    }

    [Fact]
    public void Dispose_WithoutALog_IsNoFailure()
    {
        using var folder = new LedgerFolder();
        var sync = new WalSync(folder.Path, TimeSpan.FromHours(1), TimeProvider.System);
        sync.Committed();
        sync.Dispose();
        Assert.Null(sync.Failure);
    }

    [Fact]
    public async Task Writer_DiskDoesNotKeepTheLog_RefusesUntilItDoes()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open(new LedgerWriterOptions { Fsync = TimeSpan.FromMilliseconds(1), Synced = path => Act(path) });
        await writer.SettleAsync(LedgerFolder.Attempt("r1"));
        _failing = true;
        var refused = await RefusedAsync(writer);
        Assert.Contains("does not keep the ledger: I/O error", refused.Message, StringComparison.Ordinal);
        Assert.True(writer.IsFailing);
        _failing = false;
        await TakenAsync(writer);
        Assert.False(writer.IsFailing);
    }

    [Theory]
    [InlineData(0, 2L)]
    [InlineData(100, 1L)]
    public async Task Writer_Fsync_DecidesWhatACommitWaitsFor(int milliseconds, long expected)
    {
        using var folder = new LedgerFolder();
        var found = 0L;
        await using var writer = folder.Open(new LedgerWriterOptions
        {
            Fsync = TimeSpan.FromMilliseconds(milliseconds), Opened = ledger => found = ledger.ReadLong("PRAGMA synchronous"),
        });
        Assert.Equal(expected, found);
    }

    private void Act(string path)
    {
        if (_failing)
        {
            throw new IOException("I/O error");
        }

        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(file);
    }

    // The thread that asks the disk is another one: what it finds holds from the next entry on.
    private static async Task<LedgerException> RefusedAsync(LedgerWriter writer)
    {
        for (var i = 0; ; i++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            try
            {
                await writer.SettleAsync(LedgerFolder.Attempt($"more-{i}"));
            }
            catch (LedgerException error)
            {
                return error;
            }
        }
    }

    private static async Task TakenAsync(LedgerWriter writer)
    {
        for (var i = 0; ; i++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            try
            {
                await writer.SettleAsync(LedgerFolder.Attempt($"again-{i}"));
                return;
            }
            catch (LedgerException)
            {
                // Not yet.
            }
        }
    }
}
