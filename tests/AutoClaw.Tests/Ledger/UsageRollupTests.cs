using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Tests.Ledger;

public sealed class UsageRollupTests
{
    private static readonly LedgerWriterOptions Often = new(MaxGroup: 8) { RollUpEvery = 1 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Usage_RandomAttempts_IsWhatTheEntriesSay(int seed)
    {
        using var folder = new LedgerFolder();
        var random = new Random(seed);
        var open = new List<Attempt>();
        for (var life = 0; life < 3; life++)
        {
            // Some are settled in another life, as unknown: by then they are late.
            open.Clear();
            await using var writer = folder.Open(random.Next(3) == 0 ? null : Often);
            for (var i = 0; i < 150; i++)
            {
                foreach (var attempt in Request($"{life}-{i}", random))
                {
                    await writer.ReserveAsync(attempt);
                    open.Add(attempt);
                }

                for (var settled = random.Next(5); settled > 0 && open.Count > 0; settled--)
                {
                    var at = random.Next(open.Count);
                    End(open[at], random);
                    await writer.SettleAsync(open[at]);
                    open.RemoveAt(at);
                }

                if (i % 70 == 69)
                {
                    AssertSame(folder, random);
                }
            }
        }

        AssertSame(folder, random);
        var all = UsageReport.Read(folder.Path, new UsageQuery(UsageGrouping.Engine))!.Total.Attempts;
        LedgerPruning.Run(folder.Path, LedgerFolder.Noon.AddMinutes(random.Next(4_000)));
        Assert.True(UsageReport.Read(folder.Path, new UsageQuery(UsageGrouping.Engine))!.Total.Attempts < all);
        AssertSame(folder, random);
        await using (var writer = folder.Open(Often))
        {
            foreach (var attempt in Enumerable.Range(0, 50).SelectMany(i => Request($"late-{i}", random)))
            {
                End(attempt, random);
                await writer.SettleAsync(attempt);
            }
        }

        AssertSame(folder, random);
        Assert.Empty(LedgerInspection.Run(folder.Path).Problems);
    }

    [Fact]
    public async Task Open_FileFromBefore_IsReadByEntryAndThenRolledUp()
    {
        using var folder = new LedgerFolder();
        foreach (var script in LedgerMigrations.Scripts.Take(7))
        {
            folder.Execute(script);
        }

        folder.Execute("PRAGMA user_version = 7");
        folder.Execute("""
            INSERT INTO attempt (request_id, number, received_at, sent_us, operation, streamed, route, engine, place, model, simulated, reason, decision_us,
                input_tokens, cached_tokens, output_tokens, reasoning_tokens, estimated, cost_pd, counterfactual_pd, outcome)
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 2999)
            SELECT 'r' || (i / 2), 1 + i % 2, 1790000000000000 + i / 2 * 60000000, 1, 'chat', 0, 'auto', 'engine-' || (i % 3), 0, 'm', 0, 'pinned', 1, 1, 0, 1, 0, 0, 5, 8, 1 FROM n
            """);
        var before = UsageReport.Read(folder.Path, new UsageQuery(UsageGrouping.Engine))!;

        await using (folder.Open())
        {
            Assert.True(SpinWait.SpinUntil(() => folder.Number("SELECT through FROM usage_rolled") == 3_000, TimeSpan.FromSeconds(60)));
        }

        var after = UsageReport.Read(folder.Path, new UsageQuery(UsageGrouping.Engine))!;
        Assert.Equal(3_000, before.Total.Attempts);
        Assert.Equal(1_500, before.Total.Requests);
        Assert.Equal(before.Total, after.Total);
        Assert.Equal(before.Rows.AsEnumerable(), after.Rows);
        Assert.Equal(3_000, folder.Number("SELECT sum(attempts) FROM usage_sum WHERE hours = 24"));
    }

    [Fact]
    public async Task Verify_EntryTakenOutByAnotherProgram_IsFound()
    {
        using var folder = new LedgerFolder();
        await using (var writer = folder.Open(Often))
        {
            await writer.SettleAsync(LedgerFolder.Attempt("r1"));
            await writer.SettleAsync(LedgerFolder.Attempt("r2"));
        }

        Assert.Empty(LedgerInspection.Run(folder.Path).Problems);
        folder.Execute("DELETE FROM attempt WHERE id = 1");

        Assert.Contains(LedgerInspection.Run(folder.Path).Problems, problem => problem.Contains("autoclaw usage", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prune_BeforeATimeToCome_StillRollsUpWhatComes()
    {
        using var folder = new LedgerFolder();
        await using (var writer = folder.Open(Often))
        {
            await writer.SettleAsync(LedgerFolder.Attempt("r1"));
        }

        LedgerPruning.Run(folder.Path, LedgerFolder.Noon.AddYears(10));
        await using (var writer = folder.Open(Often))
        {
            await writer.SettleAsync(LedgerFolder.Attempt("r2", at: LedgerFolder.Noon.AddHours(2)));
            await writer.SettleAsync(LedgerFolder.Attempt("r3", at: LedgerFolder.Noon.AddHours(3)));
        }

        Assert.True(folder.Number("SELECT count(*) FROM usage_sum") > 0);
        Assert.Equal(2, UsageReport.Read(folder.Path, new UsageQuery(UsageGrouping.Engine))!.Total.Attempts);
    }

    private static void AssertSame(LedgerFolder folder, Random random)
    {
        foreach (var by in Enum.GetValues<UsageGrouping>())
        {
            for (var i = 0; i < 4; i++)
            {
                DateTimeOffset? since = random.Next(3) == 0 ? null : LedgerFolder.Noon.AddMinutes(random.Next(6_000));
                DateTimeOffset? until = random.Next(3) == 0 ? null : LedgerFolder.Noon.AddMinutes(random.Next(6_000) / 60 * 60);
                var query = new UsageQuery(by, since, until);
                var rolled = UsageReport.Read(folder.Path, query)!;
                var read = UsageReport.Read(folder.Path, query with { Entries = true })!;
                Assert.Equal(read.Rows.AsEnumerable(), rolled.Rows);
                Assert.Equal((read.Total, read.Simulated), (rolled.Total, rolled.Simulated));
            }
        }
    }

    private static IEnumerable<Attempt> Request(string id, Random random)
    {
        var at = LedgerFolder.Noon.AddSeconds(random.Next(360_000));
        var key = random.Next(3) is > 0 and var number ? $"key{number}" : null;
        var route = "route-" + random.Next(2);
        var tries = random.Next(4) == 0 ? 1 + random.Next(4) : 1;
        for (var i = 1; i <= tries; i++)
        {
            var engine = random.Next(4);
            yield return new Attempt
            {
                RequestId = id,
                Number = i,
                Role = random.Next(6) == 0 ? AttemptRole.Check : AttemptRole.Answer,
                KeyId = key,
                Operation = "chat",
                Route = route,
                Engine = $"engine-{engine}",
                Place = engine == 0 ? Place.Local : Place.Cloud,
                Model = $"model-{engine / 2}",
                Simulated = engine == 3,
                Reason = "pinned",
                ReceivedAt = at,
            };
        }
    }

    private static void End(Attempt attempt, Random random)
    {
        attempt.Usage = new Usage(random.Next(9) == 0 ? long.MaxValue / 2 : 100 + random.Next(5_000), random.Next(100), 10 + random.Next(5_000), random.Next(10), random.Next(5) == 0);
        attempt.Cost = random.Next(4) == 0 ? null : new Money(random.NextInt64(long.MaxValue / 2));
        attempt.CounterfactualCost = random.Next(4) == 0 ? null : new Money(random.NextInt64(long.MaxValue / 2));
        attempt.PriceVersion = random.Next(4) switch { 0 => LocalCost.Version, 1 => LocalCost.MeasuredVersion, 2 => "list", _ => null };
        attempt.Outcome = (AttemptOutcome)random.Next(7);
        attempt.ErrorCode = attempt.Outcome is AttemptOutcome.Failed or AttemptOutcome.Truncated or AttemptOutcome.Rejected ? "engine_error" : null;
        attempt.DoneMicros = attempt.SentMicros;
    }
}
