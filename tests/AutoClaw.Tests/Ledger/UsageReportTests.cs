using AutoClaw.Core.Model;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Tests.Ledger;

public sealed class UsageReportTests
{
    private static readonly DateTimeOffset Noon = LedgerFolder.Noon;

    [Fact]
    public void Read_NoFile_IsNull()
    {
        using var folder = new LedgerFolder();
        Assert.Null(UsageReport.Read(folder.Path, new UsageQuery(UsageGrouping.Engine)));
    }

    [Fact]
    public void Read_NotALedger_IsCorrupt()
    {
        using var folder = new LedgerFolder();
        File.WriteAllText(folder.Path, new string('x', 5_000));
        Assert.Equal(LedgerException.Corrupt, Assert.Throws<LedgerException>(() => UsageReport.Read(folder.Path, new UsageQuery(UsageGrouping.Engine))).Code);
        File.WriteAllText(folder.Path, "");
        Assert.Equal(LedgerException.Corrupt, Assert.Throws<LedgerException>(() => UsageReport.Read(folder.Path, new UsageQuery(UsageGrouping.Engine))).Code);
    }

    [Fact]
    public async Task Read_WhileTheWriterIsOpen_SeesWhatIsSettled()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open();
        Assert.Equal(0, Report(folder).Total.Attempts);

        await writer.SettleAsync(Settled("r1"));

        Assert.Equal(1, Report(folder).Total.Attempts);
    }

    [Fact]
    public async Task Read_RetriedRequest_IsOneRequestAndTwoAttempts()
    {
        using var folder = new LedgerFolder();
        await KeepAsync(
            folder,
            Settled("r1", engine: "local", place: Place.Local, outcome: AttemptOutcome.Failed, usage: default, cost: 5, allCloud: 999),
            Settled("r1", number: 2, cost: 100, allCloud: 100),
            Settled("r2", engine: "local", place: Place.Local, cost: 0, allCloud: 70));

        var report = Report(folder);

        Assert.Equal([("cloud", 1L, 1L, 0L), ("local", 2L, 2L, 1L)], report.Rows.Select(row => (row.Name, row.Sums.Requests, row.Sums.Attempts, row.Sums.Failures)));
        Assert.Equal((2L, 3L, 1L), (report.Total.Requests, report.Total.Attempts, report.Total.Failures));

        // The failed attempt cost 5 and would not have been made by all-cloud: its own 999 stay out, its 5 lessen what was saved.
        Assert.Equal(Usd(105), report.Total.CostUsd);
        Assert.Equal(Usd(170), report.Total.AllCloudUsd);
        Assert.Equal(Usd(65), report.Total.SavedUsd);
        Assert.False(report.Total.SavedIsPartial);
    }

    [Fact]
    public async Task Read_OtherRoles_CountAsCostAndNotAsRequests()
    {
        using var folder = new LedgerFolder();
        await KeepAsync(
            folder,
            Settled("r1", engine: "local", place: Place.Local, cost: 0, allCloud: 100),
            Settled("r1", number: 2, engine: "second", place: Place.Local, cost: 3, allCloud: 999, role: AttemptRole.Check),
            Settled("r2", engine: "second", cost: 20, allCloud: null, role: AttemptRole.Shadow),
            Settled("r2", engine: "second", cost: 7, allCloud: 999, role: AttemptRole.Judge));

        var report = Report(folder);

        Assert.Equal([("local", 1L, 1L), ("second", 0L, 3L)], report.Rows.Select(row => (row.Name, row.Sums.Requests, row.Sums.Attempts)));
        Assert.Equal((1L, 4L, Usd(30), Usd(100), Usd(70)), (report.Total.Requests, report.Total.Attempts, report.Total.CostUsd, report.Total.AllCloudUsd, report.Total.SavedUsd));
        Assert.False(report.Total.SavedIsPartial);
    }

    [Fact]
    public async Task Read_SupersededAnswer_CostsAndIsNoAnswerOfAllCloud()
    {
        using var folder = new LedgerFolder();
        await KeepAsync(
            folder,
            Settled("r1", engine: "local", place: Place.Local, outcome: AttemptOutcome.Superseded, cost: 5, allCloud: 999),
            Settled("r1", number: 2, cost: 100, allCloud: 100));

        var total = Report(folder).Total;

        Assert.Equal((1L, Usd(105), Usd(100), Usd(-5)), (total.Requests, total.CostUsd, total.AllCloudUsd, total.SavedUsd));
    }

    [Fact]
    public async Task Ledger_WrittenBeforeRoles_IsReadAndThenBroughtUpToDate()
    {
        using var folder = new LedgerFolder();
        folder.Execute(LedgerMigrations.Scripts[0]);
        folder.Execute("PRAGMA user_version = 1");
        folder.Execute("""
            INSERT INTO attempt (request_id, number, received_at, sent_us, operation, streamed, route, engine, place, model, simulated, reason, decision_us,
                input_tokens, cached_tokens, output_tokens, reasoning_tokens, estimated, cost_pd, counterfactual_pd, outcome)
            VALUES ('old', 1, 1, 1, 'chat', 0, 'auto', 'local', 0, 'm', 0, 'pinned', 1, 1, 0, 1, 0, 0, 5, 8, 1)
            """);
        var before = Report(folder).Total;

        await KeepAsync(folder, Settled("new", role: AttemptRole.Check));

        Assert.Equal((1L, 1L, Usd(3)), (before.Requests, before.Attempts, before.SavedUsd));
        Assert.Equal([("old", "answer"), ("new", "check")], folder.Query("SELECT request_id, role FROM attempt ORDER BY id", row => (row.GetString(0), row.GetString(1))));
    }

    [Fact]
    public async Task Read_UnknownPrices_AreCountedAndNeverZero()
    {
        using var folder = new LedgerFolder();
        await KeepAsync(folder, Settled("r1", cost: null, allCloud: null), Settled("r2", cost: 10, allCloud: 30), Settled("r3", engine: "odd", cost: null, allCloud: null));

        var report = Report(folder);

        var odd = report.Rows.Single(row => row.Name == "odd").Sums;
        Assert.Equal((1L, null, null, null, true), (odd.Unpriced, odd.CostUsd, odd.AllCloudUsd, odd.SavedUsd, odd.SavedIsPartial));
        Assert.Equal((2L, Usd(10), Usd(20), true), (report.Total.Unpriced, report.Total.CostUsd, report.Total.SavedUsd, report.Total.SavedIsPartial));
    }

    [Fact]
    public async Task Read_AllCloudCostMissing_IsPartialThoughEveryPriceIsKnown()
    {
        using var folder = new LedgerFolder();
        await KeepAsync(folder, Settled("r1", cost: 10, allCloud: null), Settled("r2", cost: 1, allCloud: 3));

        var total = Report(folder).Total;

        Assert.Equal((0L, Usd(11), Usd(3), Usd(2), true), (total.Unpriced, total.CostUsd, total.AllCloudUsd, total.SavedUsd, total.SavedIsPartial));
    }

    [Fact]
    public async Task Read_SumsBeyond64Bits_AreExact()
    {
        using var folder = new LedgerFolder();
        var usage = new Usage(long.MaxValue, long.MaxValue, long.MaxValue - 1, 3, false);
        await KeepAsync(folder, [.. Enumerable.Range(0, 5).Select(i => Settled($"r{i}", usage: usage, cost: long.MaxValue, allCloud: long.MaxValue - 1))]);

        var total = Report(folder).Total;

        Assert.Equal(5m * long.MaxValue / Money.PerDollar, total.CostUsd);
        Assert.Equal(5m * long.MaxValue, total.InputTokens);
        Assert.Equal(5m * (long.MaxValue - 1m), total.OutputTokens);
        Assert.Equal(15m, total.ReasoningTokens);
        Assert.Equal(Usd(-5), total.SavedUsd);
    }

    [Fact]
    public async Task Read_Simulated_HasItsOwnRowAndTotal()
    {
        using var folder = new LedgerFolder();
        await KeepAsync(folder, Settled("r1", cost: 10, allCloud: 10), Settled("r2", cost: 7, allCloud: 7, simulated: true));

        var report = Report(folder, UsageGrouping.Place);

        Assert.Equal([("cloud", false, Usd(10)), ("cloud", true, Usd(7))], report.Rows.Select(row => (row.Name, row.Simulated, row.Sums.CostUsd)));
        Assert.Equal(Usd(17), report.Total.CostUsd);
        Assert.Equal(Usd(7), report.Simulated?.CostUsd);
    }

    [Fact]
    public async Task Read_Outcomes_AreCountedApart()
    {
        using var folder = new LedgerFolder();
        await KeepAsync(folder, [.. Enum.GetValues<AttemptOutcome>().Select((outcome, i) => Settled($"r{i}", outcome: outcome))]);

        var total = Report(folder).Total;

        Assert.Equal((7L, 2L, 1L, 1L), (total.Attempts, total.Failures, total.Cancelled, total.Unknown));
    }

    [Theory]
    [InlineData(UsageGrouping.Engine, "cloud")]
    [InlineData(UsageGrouping.Model, "cloud-model")]
    [InlineData(UsageGrouping.Route, "auto")]
    [InlineData(UsageGrouping.Place, "cloud")]
    [InlineData(UsageGrouping.Key, "key1")]
    [InlineData(UsageGrouping.Hour, "2026-11-01T12")]
    [InlineData(UsageGrouping.Day, "2026-11-01")]
    public async Task Read_By_NamesTheRow(UsageGrouping by, string name)
    {
        using var folder = new LedgerFolder();
        await KeepAsync(folder, Settled("r1"));
        Assert.Equal([name], Report(folder, by).Rows.Select(row => row.Name));
    }

    [Fact]
    public async Task Read_NoKey_IsNone()
    {
        using var folder = new LedgerFolder();
        await KeepAsync(folder, new Attempt
        {
            RequestId = "r", Number = 1, Operation = "chat", Route = "auto", Engine = "e", Place = Place.Local, Model = "m", Reason = "pinned", ReceivedAt = Noon,
        });
        Assert.Equal(["(none)"], Report(folder, UsageGrouping.Key).Rows.Select(row => row.Name));
    }

    [Fact]
    public async Task Read_Window_IncludesItsStartAndNotItsEnd()
    {
        using var folder = new LedgerFolder();
        await KeepAsync(folder, [.. Enumerable.Range(0, 5).Select(hour => Settled($"r{hour}", at: Noon.AddHours(hour)))]);

        long Count(DateTimeOffset? since, DateTimeOffset? until) =>
            UsageReport.Read(folder.Path, new UsageQuery(UsageGrouping.Engine, since, until))!.Total.Requests;

        Assert.Equal(5, Count(null, null));
        Assert.Equal(3, Count(Noon.AddHours(2), null));
        Assert.Equal(2, Count(null, Noon.AddHours(2)));
        Assert.Equal(1, Count(Noon.AddHours(2), Noon.AddHours(3)));
        Assert.Equal(0, Count(Noon.AddHours(9), null));
        Assert.Equal(3, Count(Noon.AddHours(2).ToOffset(TimeSpan.FromHours(5)), null));
    }

    private static decimal Usd(long picodollars) => (decimal)picodollars / Money.PerDollar;

    private static UsageReport Report(LedgerFolder folder, UsageGrouping by = UsageGrouping.Engine) =>
        UsageReport.Read(folder.Path, new UsageQuery(by))!;

    private static async Task KeepAsync(LedgerFolder folder, params Attempt[] attempts)
    {
        await using var writer = folder.Open();
        foreach (var attempt in attempts)
        {
            await writer.SettleAsync(attempt);
        }
    }

    private static Attempt Settled(
        string requestId,
        int number = 1,
        string engine = "cloud",
        Place place = Place.Cloud,
        AttemptOutcome outcome = AttemptOutcome.Completed,
        Usage? usage = null,
        long? cost = 1,
        long? allCloud = 1,
        bool simulated = false,
        DateTimeOffset? at = null,
        AttemptRole role = AttemptRole.Answer) => new()
        {
            RequestId = requestId,
            Number = number,
            Role = role,
            KeyId = "key1",
            Operation = "chat",
            Route = "auto",
            Engine = engine,
            Place = place,
            Model = engine + "-model",
            Simulated = simulated,
            Reason = "pinned",
            ReceivedAt = at ?? Noon,
            Usage = usage ?? new Usage(10, 0, 5, 0, false),
            Cost = cost is { } known ? new Money(known) : null,
            CounterfactualCost = allCloud is { } other ? new Money(other) : null,
            Outcome = outcome,
        };
}
