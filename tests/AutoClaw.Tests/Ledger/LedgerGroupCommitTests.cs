using AutoClaw.Core.Model;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Tests.Ledger;

public sealed class LedgerGroupCommitTests
{
    [Fact]
    public void Commit_SettledInItsOwnGroup_WritesNoReservation()
    {
        using var folder = new LedgerFolder();
        using var ledger = SqliteLedger.Open(folder.Path, TimeSpan.FromSeconds(1));
        var commit = new LedgerGroupCommit(16, ledger.NextId());
        var quick = LedgerFolder.Attempt("quick");
        var slow = LedgerFolder.Attempt("slow");

        commit.Commit(ledger, [Operation(quick, settles: false), Operation(slow, settles: false), Operation(quick, settles: true)]);

        Assert.Equal(1, commit.OpenReservations);
        var open = folder.Query("SELECT entries FROM reservation", row => ReservationCodec.Read((byte[])row[0])).Single();
        Assert.Equal([("slow", slow.LedgerId)], open.Select(attempt => (attempt.RequestId, attempt.LedgerId)));
        Assert.Equal(quick.LedgerId, folder.Number("SELECT id FROM attempt"));

        commit.Commit(ledger, [Operation(slow, settles: true)]);

        Assert.Equal(0, commit.OpenReservations);
        Assert.Equal(0, folder.Number("SELECT count(*) FROM reservation"));
    }

    [Fact]
    public void Commit_GroupHalfSettled_KeepsItsRowAndRecoveryTakesOnlyTheRest()
    {
        using var folder = new LedgerFolder();
        using var ledger = SqliteLedger.Open(folder.Path, TimeSpan.FromSeconds(1));
        var commit = new LedgerGroupCommit(16, ledger.NextId());
        var attempts = Enumerable.Range(0, 3).Select(i => LedgerFolder.Attempt($"r{i}")).ToArray();
        commit.Commit(ledger, [.. attempts.Select(attempt => Operation(attempt, settles: false))]);
        attempts[1].Outcome = AttemptOutcome.Completed;
        commit.Commit(ledger, [Operation(attempts[1], settles: true)]);

        Assert.Equal(2, ledger.Recover());

        Assert.Equal(
            [("r0", 0L), ("r1", 1L), ("r2", 0L)],
            folder.Query("SELECT request_id, outcome FROM attempt ORDER BY id", row => (row.GetString(0), row.GetInt64(1))));
        Assert.Equal(0, ledger.Recover());
        Assert.Equal(4, ledger.NextId());
    }

    [Fact]
    public void Commit_ManyGroupsSettledOutOfOrder_LeavesNothingBehind()
    {
        using var folder = new LedgerFolder();
        using var ledger = SqliteLedger.Open(folder.Path, TimeSpan.FromSeconds(1));
        var commit = new LedgerGroupCommit(16, ledger.NextId());
        var attempts = Enumerable.Range(0, 120).Select(i => LedgerFolder.Attempt($"r{i}")).ToArray();
        foreach (var group in attempts.Chunk(12))
        {
            commit.Commit(ledger, [.. group.Select(attempt => Operation(attempt, settles: false))]);
        }

        var shuffled = attempts.ToArray();
        new Random(7).Shuffle(shuffled);
        foreach (var group in shuffled.Chunk(16))
        {
            commit.Commit(ledger, [.. group.Select(attempt => Operation(attempt, settles: true))]);
        }

        Assert.Equal(0, commit.OpenReservations);
        Assert.Equal(0, folder.Number("SELECT count(*) FROM reservation"));
        Assert.Equal(120, folder.Number("SELECT count(DISTINCT request_id) FROM attempt"));
    }

    private static LedgerOperation Operation(Attempt attempt, bool settles)
    {
        var operation = new LedgerOperationPool().Rent();
        operation.Set(attempt, settles, null);
        return operation;
    }
}
