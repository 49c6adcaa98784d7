using System.Text.Json.Nodes;
using AutoClaw.Gateway.Audit;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Tests.Ledger;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Audit;

public sealed class AuditLogTests
{
    private static readonly FakeTimeProvider Time = new(LedgerFolder.Noon);

    [Fact]
    public void Write_Records_MakeAChain()
    {
        using var folder = new LedgerFolder();
        var log = Log(folder);
        var heads = new List<string> { log.Head().Hash };
        for (var i = 0; i < 5; i++)
        {
            log.Write("test", "me", new JsonObject { ["text"] = "ünï\"\n" + i });
            heads.Add(log.Head().Hash);
        }

        Assert.Equal(AuditLog.Genesis, heads[0]);
        Assert.Equal(6, heads.Distinct().Count());
        Assert.All(heads[1..], head => Assert.Empty(AuditVerification.Run(log.Path, ledger: null, head).Problems));
        Assert.Equal((5, heads[^1]), (AuditVerification.Run(log.Path, null).Records, AuditVerification.Run(log.Path, null).Head));
    }

    [Fact]
    public void Run_AnyByteOfItChanged_IsNoticed()
    {
        using var folder = new LedgerFolder();
        var log = Log(folder);
        for (var i = 0; i < 3; i++)
        {
            log.Write("test", "me", new JsonObject { ["i"] = i });
        }

        var bytes = File.ReadAllBytes(log.Path);
        var head = log.Head().Hash;
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = (byte[])bytes.Clone();
            changed[i] ^= 1;
            File.WriteAllBytes(log.Path, changed);
            Assert.True(AuditVerification.Run(log.Path, null, head).Problems.Length > 0, $"byte {i}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_LineTakenOut_IsNoticed(int line)
    {
        using var folder = new LedgerFolder();
        var log = Log(folder);
        for (var i = 0; i < 4; i++)
        {
            log.Write("test", "me", new JsonObject { ["i"] = i });
        }

        var head = log.Head().Hash;
        File.WriteAllLines(log.Path, File.ReadAllLines(log.Path).Where((_, i) => i != line));

        // The last one only by somebody who knows the head: nothing else says that there was more.
        Assert.Equal(line == 3, AuditVerification.Run(log.Path, null).Problems.IsEmpty);
        Assert.NotEmpty(AuditVerification.Run(log.Path, null, head).Problems);
    }

    [Fact]
    public void Write_AfterALineThatWasCutOff_TakesItsPlace()
    {
        using var folder = new LedgerFolder();
        var log = Log(folder);
        log.Write("test", "me", []);
        File.AppendAllText(log.Path, "{\"n\":2,\"at\"");
        log.Write("test", "me", []);

        Assert.Empty(AuditVerification.Run(log.Path, null).Problems);
        Assert.Equal(2, log.Head().Number);
    }

    [Fact]
    public void Write_AfterALineThatIsNoRecord_Refuses()
    {
        using var folder = new LedgerFolder();
        var log = Log(folder);
        log.Write("test", "me", []);
        File.AppendAllText(log.Path, "something else\n");

        Assert.Throws<IOException>(() => log.Write("test", "me", []));
    }

    [Fact]
    public async Task Write_ByManyAtOnce_LosesNone()
    {
        using var folder = new LedgerFolder();
        Log(folder).Write("ledger", "me", new JsonObject { ["through"] = 7 });
        using var reading = new CancellationTokenSource();

        // Who reads meanwhile is no hindrance, and is not hindered.
        var reader = Task.Run(() =>
        {
            while (!reading.IsCancellationRequested)
            {
                Assert.Equal(7, AuditVerification.LastThrough(Log(folder).Path));
                Assert.NotEqual(0, Log(folder).Head().Number);
            }
        }, TestContext.Current.CancellationToken);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            var log = Log(folder);
            for (var i = 0; i < 25; i++)
            {
                log.Write("test", $"writer {writer}", new JsonObject { ["i"] = i });
            }
        })));

        await reading.CancelAsync();
        await reader;
        var found = AuditVerification.Run(Log(folder).Path, null);
        Assert.Equal((101, true), (found.Records, found.Problems.IsEmpty));
    }

    [Fact]
    public async Task Run_LedgerAsRecorded_HasNoProblemAndCountsWhatIsNew()
    {
        using var folder = new LedgerFolder();
        await KeepAsync(folder, "r1", "r2", "r3");
        Assert.Equal(1, AuditWorker.AddNew(Log(folder), folder.Path));
        Assert.Equal(0, AuditWorker.AddNew(Log(folder), folder.Path));
        await KeepAsync(folder, "r4");

        var found = Verify(folder);
        Assert.Equal((3, 0, 1), (found.Attempts, found.Pruned, found.Unrecorded));
        Assert.Empty(found.Problems);
        Assert.Equal(1, AuditWorker.AddNew(Log(folder), folder.Path));
        Assert.Equal((4, 0), (Verify(folder).Attempts, Verify(folder).Unrecorded));
    }

    [Theory]
    [InlineData("UPDATE attempt SET egress_bytes = 0 WHERE id = 2")]
    [InlineData("UPDATE attempt SET egress_address = NULL WHERE id = 2")]
    [InlineData("UPDATE attempt SET privacy = 'no_retention' WHERE id = 2")]
    [InlineData("UPDATE attempt SET place = 0 WHERE id = 2")]
    [InlineData("DELETE FROM attempt WHERE id = 2")]
    [InlineData("INSERT INTO attempt SELECT 9999 AS id, request_id, number, received_at, sent_us, first_byte_us, first_content_us, last_content_us, done_us, key_id, operation, streamed, route, engine, place, model, simulated, reason, score, threshold, decision_us, input_tokens, cached_tokens, output_tokens, reasoning_tokens, estimated, price_version, cost_pd, counterfactual_pd, outcome, engine_status, error_code, finish_reason, role, verdict, prefill_ms, decode_ms, dropped, cache_written_tokens, cache_written_1h_tokens, privacy, privacy_reason, egress_bytes, egress_address, subject FROM attempt WHERE id = 1; UPDATE attempt SET id = 3 WHERE id = 9999")]
    public async Task Run_LedgerChangedAfterwards_NamesTheRange(string tampering)
    {
        using var folder = new LedgerFolder();
        await KeepAsync(folder, "r1", "r2");
        await KeepAsync(folder, "r3", "r4");
        folder.Execute("DELETE FROM attempt WHERE id = 3");
        AuditWorker.AddNew(Log(folder), folder.Path);
        folder.Execute(tampering);

        var problem = Assert.Single(Verify(folder).Problems);
        Assert.StartsWith("ledger entries 1 to 4 are not what record 1 says", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_LedgerPrunedOnRecord_IsNoProblem()
    {
        using var folder = new LedgerFolder();
        await KeepAsync(folder, "r1", "r2");
        AuditWorker.AddNew(Log(folder), folder.Path);
        Log(folder).Write("prune", "test", new JsonObject { ["before_id"] = 1 });
        folder.Execute("DELETE FROM attempt WHERE id = 1");

        Assert.Equal((0, 1), (Verify(folder).Attempts, Verify(folder).Pruned));
        Assert.Empty(Verify(folder).Problems);
    }

    [Fact]
    public async Task Read_CallsThatTheirLabelForbids_AreViolations()
    {
        using var folder = new LedgerFolder();
        await KeepAsync(folder, "r1", "r2", "r3");
        folder.Execute("UPDATE attempt SET privacy = 'local_only', egress_bytes = 0, place = 0 WHERE id = 1");
        folder.Execute("UPDATE attempt SET privacy = 'local_only, no_retention', egress_bytes = 0 WHERE id = 2");
        folder.Execute("UPDATE attempt SET privacy = 'local_only', egress_bytes = NULL, place = 0 WHERE id = 3");

        var report = EgressReport.Read(folder.Path, null, null);
        Assert.Equal(["r2", "r3"], report.Violations.Select(found => found.RequestId));
        Assert.Equal(1, report.Rows.Single(row => row is { Privacy: "local_only", Place: "local" }).Uncounted);
        Assert.Equal([], EgressReport.Read(folder.Path, LedgerFolder.Noon.AddDays(1), null).Rows);
    }

    private static AuditLog Log(LedgerFolder folder) => new(AuditLog.PathOf(folder.Path), Time);

    private static AuditVerification Verify(LedgerFolder folder) => AuditVerification.Run(AuditLog.PathOf(folder.Path), folder.Path);

    private static async Task KeepAsync(LedgerFolder folder, params string[] ids)
    {
        await using var writer = folder.Open();
        foreach (var id in ids)
        {
            var attempt = LedgerFolder.Attempt(id);
            await writer.ReserveAsync(attempt);
            var settled = attempt.ToSettle();
            settled.Outcome = AutoClaw.Core.Model.AttemptOutcome.Completed;
            settled.Leaves(10, "203.0.113.7");
            await writer.SettleAsync(settled);
        }
    }
}
