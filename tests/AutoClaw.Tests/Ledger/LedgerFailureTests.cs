using AutoClaw.Core.Model;
using AutoClaw.Gateway.Ledger;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Tests.Ledger;

public sealed class LedgerFailureTests
{
    private static readonly LedgerWriterOptions Impatient = new(BusyTimeout: TimeSpan.FromMilliseconds(20));

    [Fact]
    public void Open_FolderThatIsAFile_SaysThatItCannotBeMade()
    {
        using var folder = new LedgerFolder();
        File.WriteAllText(Path.Combine(folder.Folder, "file"), "");

        var error = Assert.Throws<LedgerException>(() => LedgerWriter.Open(Path.Combine(folder.Folder, "file", "ledger.db"), TimeProvider.System));

        Assert.Equal(LedgerException.ReadOnly, error.Code);
        Assert.Contains("ledger.path", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ReadOnlyFolder_SaysThatItCannotBeWritten()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix permissions are needed.");
            return;
        }

        using var folder = new LedgerFolder();
        File.SetUnixFileMode(folder.Folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.SkipWhen(CanWrite(folder.Folder), "This user may write anywhere (root).");
            var error = Assert.Throws<LedgerException>(() => folder.Open());
            Assert.Equal(LedgerException.ReadOnly, error.Code);
        }
        finally
        {
            File.SetUnixFileMode(folder.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void Open_FolderThatTakesNoFiles_IsAClearFailure()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is needed: there not even root makes a file.");

        var error = Assert.Throws<LedgerException>(() => LedgerWriter.Open("/proc/ledger.db", TimeProvider.System));

        Assert.Contains("/proc/ledger.db", error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Code, new[] { LedgerException.Unavailable, LedgerException.ReadOnly });
    }

    [Fact]
    public void Open_APathThatIsAFolder_IsRefused()
    {
        using var folder = new LedgerFolder();
        Directory.CreateDirectory(folder.Path);

        Assert.Equal(LedgerException.ReadOnly, Assert.Throws<LedgerException>(() => folder.Open()).Code);
    }

    [Fact]
    public void Open_NoDatabase_IsCorruptAndFreesTheLock()
    {
        using var folder = new LedgerFolder();
        File.WriteAllBytes(folder.Path, [.. Enumerable.Range(0, 9000).Select(i => (byte)(i * 7))]);

        Assert.Equal(LedgerException.Corrupt, Assert.Throws<LedgerException>(() => folder.Open()).Code);
        var again = Assert.Throws<LedgerException>(() => folder.Open());

        Assert.Equal(LedgerException.Corrupt, again.Code);
        Assert.Contains(folder.Path, again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_DamagedPages_IsCorrupt()
    {
        using var folder = new LedgerFolder();
        await using (var writer = folder.Open())
        {
            await writer.SettleAsync(LedgerFolder.Attempt("r"));
        }

        await using (var file = File.OpenWrite(folder.Path))
        {
            // The header stays; the tables' pages are gone.
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0xA5, (int)(file.Length - 4096)).ToArray());
        }

        Assert.Equal(LedgerException.Corrupt, Assert.Throws<LedgerException>(() => folder.Open()).Code);
    }

    [Fact]
    public async Task Open_DamagedReservation_IsCorrupt()
    {
        using var folder = new LedgerFolder();
        await using (var writer = folder.Open())
        {
            await writer.ReserveAsync(LedgerFolder.Attempt("r"));
        }

        folder.Execute("UPDATE reservation SET entries = x'0105'");

        Assert.Equal(LedgerException.Corrupt, Assert.Throws<LedgerException>(() => folder.Open()).Code);
    }

    [Fact]
    public void Open_DatabaseOfAnotherProgram_IsRefusedAndUntouched()
    {
        using var folder = new LedgerFolder();
        folder.Execute("CREATE TABLE recipes (name TEXT)");

        var error = Assert.Throws<LedgerException>(() => folder.Open());

        Assert.Equal(LedgerException.Corrupt, error.Code);
        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, folder.Number("SELECT count(*) FROM sqlite_master"));
    }

    [Fact]
    public async Task Open_NewerSchema_IsRefused()
    {
        using var folder = new LedgerFolder();
        await folder.Open().DisposeAsync();
        folder.Execute("PRAGMA user_version = 99");

        Assert.Equal(LedgerException.TooNew, Assert.Throws<LedgerException>(() => folder.Open()).Code);
        Assert.Equal(LedgerException.TooNew, Assert.Throws<LedgerException>(() => UsageReport.Read(folder.Path, new UsageQuery(UsageGrouping.Engine))).Code);
    }

    [Fact]
    public async Task Open_SecondWriter_IsRefusedUntilTheFirstIsGone()
    {
        using var folder = new LedgerFolder();
        var link = Path.Combine(folder.Folder, "link.db");
        await using (folder.Open())
        {
            File.CreateSymbolicLink(link, folder.Path);
            var error = Assert.Throws<LedgerException>(() => folder.Open());
            Assert.Equal(LedgerException.InUse, error.Code);
            Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
            Assert.Equal(LedgerException.InUse, Assert.Throws<LedgerException>(() => LedgerWriter.Open(link, TimeProvider.System)).Code);
        }

        await LedgerWriter.Open(link, TimeProvider.System).DisposeAsync();
    }

    [Fact]
    public async Task Reserve_WhileAnotherProcessHoldsTheFile_FailsInBoundsThenWorksAgain()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open(Impatient);
        var attempt = LedgerFolder.Attempt("r");
        using (var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = folder.Path, Pooling = false }.ToString()))
        {
            other.Open();
            using var holding = other.BeginTransaction();
            var error = await Assert.ThrowsAsync<LedgerException>(() => writer.ReserveAsync(attempt).AsTask());
            Assert.Equal(LedgerException.Busy, error.Code);
            Assert.Equal((1L, 0L, 0), (writer.Failures, writer.Reserved, writer.QueueDepth));
            Assert.Equal(LedgerException.Busy, writer.LastFailure?.Code);
        }

        await writer.ReserveAsync(attempt);
        await writer.SettleAsync(attempt);
        Assert.Equal((1L, 1L, 0), (writer.Reserved, writer.Settled, writer.OpenReservations));
    }

    [Fact]
    public async Task Settle_DiskFull_FailsAndIsWrittenOnceThereIsRoom()
    {
        using var folder = new LedgerFolder();
        SqliteLedger? file = null;
        await using (var writer = folder.Open(new LedgerWriterOptions { Opened = ledger => file = ledger, RetryEvery = TimeSpan.FromHours(1) }))
        {
            var attempt = LedgerFolder.Attempt("r");
            await writer.ReserveAsync(attempt);

            // SQLite reports a reached page limit exactly as it reports a full disk. One row of this length needs pages of its own.
            file!.Execute("PRAGMA max_page_count = 1");
            attempt.ErrorCode = new string('x', 20_000);
            var error = await Assert.ThrowsAsync<LedgerException>(() => writer.SettleAsync(attempt).AsTask());
            Assert.Equal(LedgerException.Full, error.Code);
            Assert.Equal(1, writer.OpenReservations);

            // It would try again by itself, on this very connection: not in this hour.
            file.Execute("PRAGMA max_page_count = 1000000");
            await writer.ReserveAsync(LedgerFolder.Attempt("other"));
            await EventuallyAsync(() => writer.Settled == 1);
            Assert.Equal(1, writer.OpenReservations);
        }

        Assert.Equal(1, folder.Number("SELECT count(*) FROM attempt"));
        Assert.Equal(1, folder.Number("SELECT count(*) FROM reservation"));
    }

    [Fact]
    public async Task Settle_ConnectionTurnedReadOnly_FailsOnceThenReopensByItself()
    {
        using var folder = new LedgerFolder();
        var opened = new List<SqliteLedger>();
        await using var writer = folder.Open(new LedgerWriterOptions { Opened = opened.Add });
        var attempt = LedgerFolder.Attempt("r");
        await writer.ReserveAsync(attempt);
        opened[0].Execute("PRAGMA query_only = 1");

        var error = await Assert.ThrowsAsync<LedgerException>(() => writer.SettleAsync(attempt).AsTask());
        await EventuallyAsync(() => writer.Settled == 1);

        Assert.Equal(LedgerException.ReadOnly, error.Code);
        Assert.Equal((2, 1L, 1L, 0), (opened.Count, writer.Failures, writer.Settled, writer.OpenReservations));
        Assert.Equal(1, folder.Number("SELECT count(*) FROM attempt"));
    }

    [Fact]
    public async Task Settle_Twice_IsRefusedAndTheOthersOfTheGroupAreKept()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open();
        var attempt = LedgerFolder.Attempt("r");
        await writer.ReserveAsync(attempt);
        await writer.SettleAsync(attempt);
        var other = LedgerFolder.Attempt("other");

        var second = writer.SettleAsync(attempt).AsTask();
        var fine = writer.SettleAsync(other).AsTask();

        Assert.Equal(LedgerException.Duplicate, (await Assert.ThrowsAsync<LedgerException>(() => second)).Code);
        await fine;
        Assert.Equal(2, folder.Number("SELECT count(*) FROM attempt"));
    }

    [Fact]
    public async Task Reserve_Twice_IsRefused()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open();
        var attempt = LedgerFolder.Attempt("r");
        await writer.ReserveAsync(attempt);

        var error = await Assert.ThrowsAsync<LedgerException>(() => writer.ReserveAsync(attempt).AsTask());

        Assert.Equal(LedgerException.Duplicate, error.Code);
        Assert.Equal(1, writer.OpenReservations);
    }

    [Fact]
    public async Task Settle_BadAttempt_FailsAloneAndTheWriterLives()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open();
        var broken = new Attempt
        {
            RequestId = null!, Number = 1, Operation = "chat", Route = "auto", Engine = "e", Place = Place.Local, Model = "m", Reason = "pinned",
            ReceivedAt = LedgerFolder.Noon,
        };

        var error = await Assert.ThrowsAsync<LedgerException>(() => writer.SettleAsync(broken).AsTask());
        await writer.SettleAsync(LedgerFolder.Attempt("fine"));

        Assert.Equal(LedgerException.Unavailable, error.Code);
        Assert.Equal(1, folder.Number("SELECT count(*) FROM attempt"));
    }

    [Fact]
    public async Task Dispose_EntriesWaiting_AreAllWritten()
    {
        using var folder = new LedgerFolder();
        var writer = folder.Open();
        var waiting = Enumerable.Range(0, 1_000).Select(i => writer.SettleAsync(LedgerFolder.Attempt($"r{i}")).AsTask()).ToArray();

        await writer.DisposeAsync();
        await Task.WhenAll(waiting);

        Assert.Equal(1_000, folder.Number("SELECT count(*) FROM attempt"));
        var late = await Assert.ThrowsAsync<LedgerException>(() => writer.ReserveAsync(LedgerFolder.Attempt("late")).AsTask());
        Assert.Equal(LedgerException.Closed, late.Code);
        await writer.DisposeAsync();
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 12_000, "It did not happen within a minute.");
            await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static bool CanWrite(string folder)
    {
        try
        {
            File.WriteAllText(Path.Combine(folder, "probe"), "");
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
