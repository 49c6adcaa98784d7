using System.Collections.Immutable;
using System.Globalization;
using AutoClaw.Core.Benchmark.Statistics;
using AutoClaw.Core.Model;

namespace AutoClaw.Core.Benchmark.Report;

/// <summary>The head-to-head table: what is compared, side by side, and what can be said of it.</summary>
/// <param name="reporter">The run's figures.</param>
/// <param name="engines">In order.</param>
/// <param name="requestsPerMonth">For the monthly cost.</param>
public sealed class HeadToHead(BenchReporter reporter, ImmutableArray<EngineReport> engines, long requestsPerMonth)
{
    public ImmutableArray<ReportRow> Rows() =>
    [
        Measured(Measure.Ttft),
        .. Thinks ? [Measured(Measure.Ttfa)] : ImmutableArray<ReportRow>.Empty,
        Measured(Measure.TokensPerSecond),
        Measured(Measure.CommonTokensPerSecond),
        .. engines.Any(static e => e.ToldTokensPerSecond is not null) ? [Measured(Measure.ToldTokensPerSecond)] : ImmutableArray<ReportRow>.Empty,
        Measured(Measure.Latency),
        Measured(Measure.Quality),
        Measured(Measure.Correct),
        Listed("input_usd_per_million", "cost per 1M input tokens", "USD", static e => e.Facts.InputUsdPerMillion, lowerIsBetter: true),
        Listed("output_usd_per_million", "cost per 1M output tokens", "USD", static e => e.Facts.OutputUsdPerMillion, lowerIsBetter: true),
        Measured(Measure.CostPerRequest),
        Apart("cost_per_correct_usd", "cost per correct answer", "USD", lowerIsBetter: true, static e => e.CostPerCorrect),
        Apart("monthly_cost_usd", string.Create(CultureInfo.InvariantCulture, $"monthly cost at {requestsPerMonth:#,0} requests"), "USD", lowerIsBetter: true, Monthly),
        Facts("left_requests", "requests that left", static e => Left(e, e.RequestsSent, "requests")),
        Facts("left_bytes", "bytes that left", static e => Left(e, e.BytesSent, "bytes")),
        Facts("region", "region", static e => e.Facts.Place == Place.Local ? e.Facts.Region ?? "here" : e.Facts.Region),
        Facts("retention", "retention", static e => e.Facts.Place == Place.Local && e.Facts.Retention is null ? "none" : Days(e.Facts.Retention)),
        Listed("setup_seconds", "set-up time", "s", static e => e.Facts.SetUpSeconds, lowerIsBetter: true),
        Apart("availability", "uptime observed", "share", lowerIsBetter: false, static e => e.Availability),
        Listed("promised_uptime_percent", "uptime promised", "%", static e => e.Facts.PromisedUptimePercent, lowerIsBetter: false),
    ];

    private bool Thinks => engines.Any(static e => e.Ttft.Samples > 0 && e.ReasoningTokens > 0);

    private ReportRow Measured(Measure measure) => new(
        measure.Key, measure.Title, measure.Unit,
        [.. engines.Select(e => new ReportCell(e.Facts.Name, reporter.Comparison.Figure(measure, reporter.SingleStream[e.Facts.Name])))],
        reporter.Comparison.Verdict(measure, reporter.SingleStream));

    private ReportRow Listed(string key, string title, string unit, Func<EngineReport, double?> value, bool lowerIsBetter)
    {
        var known = engines.Select(e => (e.Facts.Name, Value: value(e))).Where(static p => p.Value is not null).OrderBy(p => lowerIsBetter ? p.Value : -p.Value).ToArray();
        var winner = known.Length > 1 && known[0].Value != known[1].Value ? known[0].Name : null;
        return new ReportRow(
            key, title, unit, [.. engines.Select(e => new ReportCell(e.Facts.Name, value(e) is { } v ? Interval.Exactly(v) : null))],
            new RowVerdict(known.Length < 2 ? VerdictKind.Unknown : VerdictKind.Fact, winner));
    }

    // For figures that are no mean over prompts: clear where the best one's interval lies beyond that of every other.
    private ReportRow Apart(string key, string title, string unit, bool lowerIsBetter, Func<EngineReport, Interval?> value)
    {
        var known = engines.Select(e => (e.Facts.Name, Value: value(e))).Where(static p => p.Value is { } v && double.IsFinite(v.Estimate)).Select(static p => (p.Name, p.Value!.Value))
            .OrderBy(p => lowerIsBetter ? p.Value.Estimate : -p.Value.Estimate).ToArray();
        var kind = known.Length < 2 ? VerdictKind.Unknown
            : known.All(p => p.Value.Equals(known[0].Value)) ? VerdictKind.Equal
            : known[1..].All(p => lowerIsBetter ? known[0].Value.High < p.Value.Low : known[0].Value.Low > p.Value.High) ? VerdictKind.Decided
            : VerdictKind.Undecided;
        return new ReportRow(
            key, title, unit, [.. engines.Select(e => new ReportCell(e.Facts.Name, value(e)))],
            new RowVerdict(kind, kind == VerdictKind.Decided ? known[0].Name : null, known.Length > 1 ? known[1].Name : null));
    }

    private ReportRow Facts(string key, string title, Func<EngineReport, string?> text) => new(
        key, title, null, [.. engines.Select(e => new ReportCell(e.Facts.Name, null, text(e)))], new RowVerdict(VerdictKind.Fact));

    private Interval? Monthly(EngineReport engine) =>
        engine.Facts.Hardware is { } hardware && engine.MeanSeconds is { } seconds ? Interval.Exactly(MonthlyCost.OnHardware(hardware, seconds, requestsPerMonth).Usd)
        : engine.CostPerRequest is { } cost ? MonthlyCost.ByRequest(cost, requestsPerMonth)
        : null;

    private static string Left(EngineReport engine, long sent, string what) => engine.Facts.Place == Place.Local
        ? $"0 of {sent.ToString("#,0", CultureInfo.InvariantCulture)} {what}"
        : $"all {sent.ToString("#,0", CultureInfo.InvariantCulture)} {what}";

    private static string? Days(TimeSpan? time) => time switch
    {
        null => null,
        { Ticks: 0 } => "none",
        { } kept => string.Create(CultureInfo.InvariantCulture, $"{kept.TotalDays:0.##} days"),
    };
}
