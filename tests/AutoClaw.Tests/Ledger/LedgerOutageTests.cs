using AutoClaw.Core.Model;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Ledger;

/// <summary>What becomes of entries while the disk is full, locked, gone or silent.</summary>
public sealed class LedgerOutageTests
{
    public enum Outage
    {
        Locked,
        Silent,
        Broken,
    }

    // Where the clock is a real one nothing takes so long; where it is not, a test says when it is over.
    private static readonly TimeSpan StallAfter = TimeSpan.FromMinutes(5);

    private static readonly LedgerWriterOptions Quick = new(BusyTimeout: TimeSpan.FromMilliseconds(5))
    {
        StallAfter = StallAfter, RetryEvery = TimeSpan.FromMilliseconds(10), CloseWithin = TimeSpan.FromMinutes(5),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(LedgerOnFailure.Refuse)]
    [InlineData(LedgerOnFailure.Serve)]
    public async Task Locked_WhatWasToBeSettled_IsWrittenOnceWhenTheLockIsGone(LedgerOnFailure onFailure)
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open(Quick with { OnFailure = onFailure });
        var before = LedgerFolder.Attempt("before");
        await writer.ReserveAsync(before);
        using (Lock(folder))
        {
            await TellsAsync(onFailure, LedgerException.Busy, writer.SettleAsync(before.ToSettle()));
            for (var i = 0; i < 20; i++)
            {
                await TellsAsync(onFailure, LedgerException.Busy, writer.ReserveAsync(LedgerFolder.Attempt($"during-{i}")));
                await TellsAsync(onFailure, LedgerException.Busy, writer.SettleAsync(LedgerFolder.Attempt($"during-{i}")));
            }

            Assert.True(writer.IsFailing);
            Assert.Equal(21, writer.Waiting);
            Assert.True(writer.OldestWaiting > TimeSpan.Zero);
        }

        await EventuallyAsync(() => writer is { Settled: 21, Waiting: 0, IsFailing: false });
        Assert.Equal((0L, TimeSpan.Zero), (writer.Unrecorded, writer.OldestWaiting));
        Assert.Equal(["before", .. Enumerable.Range(0, 20).Select(i => $"during-{i}")], folder.Query("SELECT request_id FROM attempt ORDER BY id", row => row.GetString(0)));
        Assert.Equal(0, folder.Number("SELECT count(*) FROM reservation"));
        Assert.Empty(LedgerInspection.Run(folder.Path).Problems);
    }

    [Fact]
    public async Task Failing_NobodyCalls_FindsOutByItselfThatItWorksAgain()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open(Quick);
        using (Lock(folder))
        {
            await TellsAsync(LedgerOnFailure.Refuse, LedgerException.Busy, writer.ReserveAsync(LedgerFolder.Attempt("r")));
            Assert.True(writer.IsFailing);
        }

        await EventuallyAsync(() => !writer.IsFailing);
    }

    [Theory]
    [InlineData(3, 1L << 20)]
    [InlineData(1_000, 2_500)]
    public async Task Serve_MoreThanFits_IsCountedAsUnrecordedAndTheRestIsWritten(int most, long mostBytes)
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open(Quick with { OnFailure = LedgerOnFailure.Serve, MostWaiting = most, MostWaitingBytes = mostBytes });
        using (Lock(folder))
        {
            for (var i = 0; i < 10; i++)
            {
                await writer.SettleAsync(LedgerFolder.Attempt($"r{i}"));
            }

            Assert.Equal((3, 7L), (writer.Waiting, writer.Unrecorded));
        }

        await EventuallyAsync(() => writer.Waiting == 0);
        Assert.Equal(["r0", "r1", "r2"], folder.Query("SELECT request_id FROM attempt ORDER BY id", row => row.GetString(0)));
    }

    [Fact]
    public async Task Serve_ClosedWhileItFails_CountsWhatIsLost()
    {
        using var folder = new LedgerFolder();
        var writer = folder.Open(Quick with { OnFailure = LedgerOnFailure.Serve });
        using (Lock(folder))
        {
            await writer.SettleAsync(LedgerFolder.Attempt("r"));
            await writer.DisposeAsync();
        }

        Assert.Equal(1, writer.Unrecorded);
        Assert.Equal(0, folder.Number("SELECT count(*) FROM attempt"));
    }

    [Theory]
    [InlineData(LedgerOnFailure.Refuse)]
    [InlineData(LedgerOnFailure.Serve)]
    public async Task DiskThatDoesNotAnswer_CallersAreLetGoAndWhatTheySettledIsThereOnce(LedgerOnFailure onFailure)
    {
        using var folder = new LedgerFolder();
        using var disk = new ManualResetEventSlim(true);
        using var asked = new ManualResetEventSlim(false);
        var time = new FakeTimeProvider();
        await using var writer = LedgerWriter.Open(folder.Path, time, Quick with
        {
            OnFailure = onFailure,
            Opened = ledger => ledger.BeforeCommit = () =>
            {
                asked.Set();
                disk.Wait(TimeSpan.FromSeconds(60));
            },
        });
        var reserved = LedgerFolder.Attempt("reserved");
        await writer.ReserveAsync(reserved);
        asked.Reset();
        disk.Reset();

        // The first has the thread, the others wait behind it, the last come when it is known.
        var first = writer.SettleAsync(reserved.ToSettle());
        Assert.True(asked.Wait(TimeSpan.FromSeconds(60), Cancellation));
        var behind = writer.SettleAsync(LedgerFolder.Attempt("behind"));
        var forgotten = writer.ReserveAsync(LedgerFolder.Attempt("forgotten"));
        Assert.False(first.IsCompleted || behind.IsCompleted || forgotten.IsCompleted);
        time.Advance(StallAfter);
        await TellsAsync(onFailure, LedgerException.Stalled, first);
        await TellsAsync(onFailure, LedgerException.Stalled, behind);
        await TellsAsync(onFailure, LedgerException.Stalled, forgotten);
        Assert.True(writer.IsFailing);
        await TellsAsync(onFailure, LedgerException.Stalled, writer.ReserveAsync(LedgerFolder.Attempt("late")));
        await TellsAsync(onFailure, LedgerException.Stalled, writer.SettleAsync(LedgerFolder.Attempt("late")));
        Assert.Equal(1, writer.Waiting);
        disk.Set();

        await EventuallyAsync(() => writer is { Settled: 3, Waiting: 0, IsFailing: false, QueueDepth: 0 });
        await writer.SettleAsync(LedgerFolder.Attempt("after"));
        Assert.Equal(["after", "behind", "late", "reserved"], folder.Query("SELECT request_id FROM attempt ORDER BY request_id", row => row.GetString(0)));
        Assert.Equal((0, 0L), (writer.OpenReservations, writer.Unrecorded));
    }

    [Fact]
    public async Task DiskThatDoesNotAnswer_Close_GivesUpInTime()
    {
        using var folder = new LedgerFolder();
        using var disk = new ManualResetEventSlim(true);
        using var asked = new ManualResetEventSlim(false);
        var time = new FakeTimeProvider();
        var writer = LedgerWriter.Open(folder.Path, time, Quick with
        {
            OnFailure = LedgerOnFailure.Serve,
            Opened = ledger => ledger.BeforeCommit = () =>
            {
                asked.Set();
                disk.Wait(TimeSpan.FromSeconds(60));
            },
        });
        asked.Reset();
        disk.Reset();
        var stuck = writer.SettleAsync(LedgerFolder.Attempt("stuck"));
        Assert.True(asked.Wait(TimeSpan.FromSeconds(60), Cancellation));
        time.Advance(StallAfter);
        await stuck;
        await writer.SettleAsync(LedgerFolder.Attempt("kept"));

        var closing = writer.DisposeAsync().AsTask();
        Assert.False(closing.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(5));
        await closing.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        Assert.Equal(1, writer.Unrecorded);
        disk.Set();
        await EventuallyAsync(() => !File.Exists(folder.Path + "-wal"));
        Assert.Equal(2, folder.Number("SELECT count(*) FROM attempt"));
    }

    [Fact]
    public async Task FileDeleted_IsNoticedBeforeAnythingIsPromised()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open(Quick);
        await writer.SettleAsync(LedgerFolder.Attempt("gone"));
        foreach (var file in Directory.GetFiles(folder.Folder))
        {
            File.Delete(file);
        }

        await TellsAsync(LedgerOnFailure.Refuse, LedgerException.Gone, writer.SettleAsync(LedgerFolder.Attempt("kept")));

        await EventuallyAsync(() => writer is { IsFailing: false, Waiting: 0 });
        Assert.Equal(["kept"], folder.Query("SELECT request_id FROM attempt", row => row.GetString(0)));
        Assert.Equal(LedgerException.InUse, Assert.Throws<LedgerException>(() => folder.Open()).Code);
    }

    [Fact]
    public async Task FolderRemoved_RefusesUntilItIsBack()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open(Quick);
        Directory.Move(folder.Folder, folder.Folder + ".away");
        try
        {
            await TellsAsync(LedgerOnFailure.Refuse, LedgerException.Gone, writer.SettleAsync(LedgerFolder.Attempt("r")));
            Assert.NotNull(await Record.ExceptionAsync(() => writer.ReserveAsync(LedgerFolder.Attempt("other")).AsTask()));
            Assert.True(writer.IsFailing);
        }
        finally
        {
            Directory.Move(folder.Folder + ".away", folder.Folder);
        }

        await EventuallyAsync(() => writer is { IsFailing: false, Waiting: 0 });
        Assert.Equal(1, folder.Number("SELECT count(*) FROM attempt"));
        Assert.Equal(LedgerException.InUse, Assert.Throws<LedgerException>(() => folder.Open()).Code);
    }

    [Fact]
    public async Task DiskThatDoesNotKeepInTime_IsAStall()
    {
        using var folder = new LedgerFolder();
        using var disk = new ManualResetEventSlim(false);
        using var asked = new ManualResetEventSlim(false);
        var time = new FakeTimeProvider();
        await using var writer = LedgerWriter.Open(folder.Path, time, Quick with
        {
            Fsync = TimeSpan.FromMilliseconds(1),
            Synced = _ =>
            {
                asked.Set();
                disk.Wait(TimeSpan.FromSeconds(60));
            },
        });
        await writer.SettleAsync(LedgerFolder.Attempt("r"));
        Assert.True(asked.Wait(TimeSpan.FromSeconds(60), Cancellation));
        await writer.ReserveAsync(LedgerFolder.Attempt("in time"));
        time.Advance(StallAfter);
        var error = await Assert.ThrowsAsync<LedgerException>(() => writer.ReserveAsync(LedgerFolder.Attempt("late")).AsTask());
        Assert.Equal(LedgerException.Stalled, error.Code);
        disk.Set();
        await EventuallyAsync(() => !writer.IsFailing);
    }

    [Theory]
    [InlineData(LedgerOnFailure.Refuse, Outage.Locked)]
    [InlineData(LedgerOnFailure.Serve, Outage.Locked)]
    [InlineData(LedgerOnFailure.Refuse, Outage.Silent)]
    [InlineData(LedgerOnFailure.Serve, Outage.Silent)]
    [InlineData(LedgerOnFailure.Refuse, Outage.Broken)]
    [InlineData(LedgerOnFailure.Serve, Outage.Broken)]
    public async Task UnderLoad_WhateverWasSettled_IsThereExactlyOnce(LedgerOnFailure onFailure, Outage outage)
    {
        using var folder = new LedgerFolder();
        using var disk = new ManualResetEventSlim(true);
        var broken = 0;
        var time = new FakeTimeProvider();
        await using var writer = LedgerWriter.Open(folder.Path, time, Quick with
        {
            OnFailure = onFailure,
            Opened = ledger => ledger.BeforeCommit = () =>
            {
                disk.Wait(TimeSpan.FromSeconds(60));
                if (Volatile.Read(ref broken) == 1)
                {
                    throw new LedgerException(LedgerException.Unavailable, "The disk is broken.");
                }
            },
        });
        var stop = 0;
        var acknowledged = new System.Collections.Concurrent.ConcurrentBag<string>();
        var settled = new System.Collections.Concurrent.ConcurrentBag<string>();
        var callers = Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            // Bounded, so that what waits fits: what does not is another test's.
            for (var i = 0; i < 1_500 && Volatile.Read(ref stop) == 0; i++)
            {
                var attempt = LedgerFolder.Attempt($"{caller}-{i}");
                await Record.ExceptionAsync(() => writer.ReserveAsync(attempt).AsTask());
                settled.Add(attempt.RequestId);
                if (await Record.ExceptionAsync(() => writer.SettleAsync(attempt.ToSettle()).AsTask()) is null)
                {
                    acknowledged.Add(attempt.RequestId);
                }
            }
        })).ToArray();
        await EventuallyAsync(() => acknowledged.Count > 50);
        for (var again = 0; again < 2; again++)
        {
            using var held = outage == Outage.Locked ? Lock(folder) : null;
            (outage == Outage.Silent ? disk.Reset : (Action)(() => Volatile.Write(ref broken, outage == Outage.Broken ? 1 : 0)))();
            await EventuallyAsync(() =>
            {
                time.Advance(outage == Outage.Silent ? StallAfter : TimeSpan.Zero);
                return writer.IsFailing || callers.All(caller => caller.IsCompleted);
            });
            held?.Dispose();
            Volatile.Write(ref broken, 0);
            disk.Set();
            await EventuallyAsync(() => !writer.IsFailing);
        }

        Volatile.Write(ref stop, 1);
        await Task.WhenAll(callers).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        await EventuallyAsync(() => writer is { Waiting: 0, QueueDepth: 0, IsFailing: false });
        var there = folder.Query("SELECT request_id FROM attempt", row => row.GetString(0));
        Assert.Equal(there.Count, there.Distinct().Count());
        Assert.Empty(acknowledged.Except(there));
        Assert.Equal(0L, writer.Unrecorded);
        Assert.Equal(settled.Order(), there.Order());
        Assert.Empty(LedgerInspection.Run(folder.Path).Problems);
    }

    private static SqliteConnection Lock(LedgerFolder folder)
    {
        var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = folder.Path, Pooling = false }.ToString());
        other.Open();
        using var begin = other.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.ExecuteNonQuery();
        return other;
    }

    private static async Task TellsAsync(LedgerOnFailure onFailure, string code, ValueTask call)
    {
        if (onFailure == LedgerOnFailure.Serve)
        {
            await call.AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        }
        else
        {
            Assert.Equal(code, (await Assert.ThrowsAsync<LedgerException>(() => call.AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancellation))).Code);
        }
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 12_000, "It did not happen within a minute.");
            await tick.WaitForNextTickAsync(Cancellation);
        }
    }
}
