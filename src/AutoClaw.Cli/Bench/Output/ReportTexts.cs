using System.Globalization;
using AutoClaw.Core.Benchmark.Report;
using AutoClaw.Core.Benchmark.Workloads.Mmlu;

namespace AutoClaw.Cli.Bench.Output;

/// <summary>What all forms of the report say in the same words.</summary>
internal static class ReportTexts
{
    public static string Summary(BenchReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{report.StartedAt:yyyy-MM-dd HH:mm} UTC, {report.Seconds:0} s, {report.Engines.Max(static e => e.Calls)} calls an engine in the single stream, seed {report.Seed}, scale {report.Scale:0.##}, {report.SpentUsd:0.####} USD spent.{Ended(report)}");

    public static string HowToRead(BenchReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"In brackets: intervals by resampling prompts; those of a row hold the truth together in {report.Level * 100:0.##} of 100 runs. 'Better' compares prompt by prompt; 'equal' means within 3 % (2 points of quality), 'not clear yet' that more prompts are needed. Times count from when a call was sent.");

    /// <summary>All tables but the first.</summary>
    public static IEnumerable<(string Title, string[] Heads, IEnumerable<string[]> Rows)> Tables(BenchReport report)
    {
        yield return ("Spread", ["engine", "figure", "calls", "p50", "p90", "p95", "p99"], report.Engines.SelectMany(Spread));
        yield return (
            "Tokens of a call, on average", ["engine", "input", "of it cached", "output", "of it reasoning", "seen, in common tokens"],
            report.Engines.Select(static e => (string[])
            [
                e.Facts.Name, Figure.Of(e.InputTokens, null), Figure.Of(e.CachedTokens, null), Figure.Of(e.OutputTokens, null), Figure.Of(e.ReasoningTokens, null),
                Figure.Of(e.CommonTokens, null),
            ]));
        if (report.Workloads.Length > 0)
        {
            yield return (
                "By workload", ["workload", "engine", "calls", "quality", "correct", "TTFT [ms]", "tokens/s", "cost per request [USD]"],
                report.Workloads.Select(static w => (string[])
                [
                    w.Workload, w.Engine, w.Calls.ToString(CultureInfo.InvariantCulture), Cell(w.Quality, "score"), Cell(w.Correct, "share"), Cell(w.TtftMs, "ms"),
                    Cell(w.TokensPerSecond, "tok/s"), Cell(w.CostPerRequest, "USD"),
                ]));
        }

        if (report.Mmlu.Length > 0)
        {
            yield return (
                "MMLU", ["engine", "protocol", "questions", "micro", "macro over subjects", "no letter found"],
                report.Mmlu.Select(static m => (string[])
                [
                    m.Engine, m.Figures.Protocol == MmluProtocol.FiveShotLikelihood ? "5-shot, likelihood" : "0-shot, chain of thought",
                    m.Figures.Questions.ToString(CultureInfo.InvariantCulture), Figure.Of(m.Figures.Micro, "share"), Figure.Of(m.Figures.Macro, "share"),
                    m.Figures.ParseFailures.ToString(CultureInfo.InvariantCulture),
                ]));
        }

        if (report.Loads.Length > 0)
        {
            yield return (
                "Under load", ["engine", "load", "calls", "failed", "tokens/s in all", "tokens/s each", "TTFT p50 from sent [ms]", "from scheduled [ms]", "goodput", "good requests/s"],
                report.Loads.Select(static l => (string[])
                [
                    l.Engine, l.Load.ToString(), l.Calls.ToString(CultureInfo.InvariantCulture), l.Failed.ToString(CultureInfo.InvariantCulture), Cell(l.TokensPerSecond, "tok/s"),
                    Cell(l.TokensPerSecondEach, "tok/s"), Figure.Of(l.Ttft.P50, "ms"), Figure.Of(l.TtftFromScheduled.P50, "ms"), Cell(l.Goodput, "share"),
                    Figure.Of(l.GoodRequestsPerSecond, null),
                ]));
        }

        if (report.Engines.Any(static e => e.Errors.Count > 0))
        {
            yield return (
                "Failed calls", ["engine", "how", "calls"],
                report.Engines.SelectMany(static e => e.Errors.Select(pair => (string[])[e.Facts.Name, pair.Key.ToString(), pair.Value.ToString(CultureInfo.InvariantCulture)])));
        }
    }

    private static IEnumerable<string[]> Spread(EngineReport engine) =>
    [
        Spread(engine, "TTFT [ms]", engine.Ttft), Spread(engine, "TTFA [ms]", engine.Ttfa), Spread(engine, "TPOT [ms]", engine.Tpot),
        Spread(engine, "between pieces [ms]", engine.Gaps), Spread(engine, "whole answer [ms]", engine.Latency),
    ];

    private static string[] Spread(EngineReport engine, string figure, Percentiles p) =>
    [
        engine.Facts.Name, figure, p.Samples.ToString(CultureInfo.InvariantCulture), Figure.Of(p.P50, "ms"), Figure.Of(p.P90, "ms"), Figure.Of(p.P95, "ms"), Figure.Of(p.P99, "ms"),
    ];

    private static string Cell(Core.Benchmark.Statistics.Interval? value, string unit) => value is { } interval ? Figure.Of(interval, unit) : Figure.None;

    private static string Ended(BenchReport report) => report.EndedBy switch
    {
        "decided" => " Ended early: every comparison was clear.",
        "max_spend" => " Ended early: the next call could have gone beyond --max-spend.",
        "interrupted" => " Ended early: it was interrupted.",
        _ => "",
    };
}
