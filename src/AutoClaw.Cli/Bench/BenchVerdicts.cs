using System.Collections.Immutable;
using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Benchmark.Report;
using AutoClaw.Core.Benchmark.Workloads.Mmlu;
using AutoClaw.Core.Model;

namespace AutoClaw.Cli.Bench;

/// <summary>Puts a run's report together.</summary>
internal static class BenchVerdicts
{
    /// <param name="facts">Of the engines, in order.</param>
    /// <param name="run">What it did.</param>
    /// <param name="plan">What it was to do.</param>
    /// <param name="recorder">Its calls.</param>
    /// <param name="hardware">What engines are said to run on.</param>
    /// <param name="head">When it began, how long it took, and what ended it; the rest is filled in.</param>
    public static BenchReport Report(
        IReadOnlyList<EngineFacts> facts, BenchRun run, BenchPlan plan, CallRecorder recorder, BenchHead head, IReadOnlyList<HardwareClaim> hardware)
    {
        var reporter = new BenchReporter(facts, recorder.Calls, run.Level, plan.Seed);
        var engines = facts.Select(reporter.Engine).ToImmutableArray();
        var loads = run.Windows.Select(w => reporter.Load(w.Engine, w.Load, w.From, w.To, plan.Slo)).ToImmutableArray();
        return new BenchReport
        {
            StartedAt = head.StartedAt,
            Seconds = head.Seconds,
            Seed = plan.Seed,
            Scale = head.Scale,
            Level = run.Level,
            EndedBy = head.EndedBy,
            RequestsPerMonth = plan.RequestsPerMonth,
            SpentUsd = recorder.Calls.Sum(static c => c.Cost?.Usd ?? 0),
            Engines = engines,
            Rows = new HeadToHead(reporter, engines, plan.RequestsPerMonth).Rows(),
            Workloads = reporter.Workloads(),
            Loads = loads,
            Mmlu = [.. facts.SelectMany(f => MmluOf(f.Name, plan, reporter.SingleStream[f.Name]))],
            Warnings =
            [
                .. Warnings(engines),
                .. hardware.SelectMany(claim => engines.Where(e => e.Facts.Name == claim.Engine).SelectMany(e => claim.Doubts(e, loads))),
            ],
            Measured =
            [
                .. engines.Select(e => new MeasuredEngine(
                    e.Facts.Name, e.Facts.Place, e.Facts.Model, e.Quality?.Estimate, e.Ttft.P50, e.TokensPerSecond?.Estimate, e.CostPerRequest?.Estimate)
                {
                    BestTokensPerSecond = loads.Where(l => l.Engine == e.Facts.Name && l.TokensPerSecond is not null).Select(static l => (double?)l.TokensPerSecond!.Value.Estimate).Max(),
                }),
            ],
        };
    }

    private static IEnumerable<MmluReport> MmluOf(string engine, BenchPlan plan, ImmutableArray<BenchCall> calls)
    {
        var prompts = plan.Prompts.ToDictionary(static p => p.Id, StringComparer.Ordinal);
        return MmluFigures.Of(calls.Where(static c => c.Score is not null).Select(c => MmluOutcome.Of(prompts[c.PromptId], c.Score!)).OfType<MmluOutcome>())
            .Select(figures => new MmluReport(engine, figures));
    }

    private static IEnumerable<string> Warnings(IEnumerable<EngineReport> engines)
    {
        foreach (var engine in engines)
        {
            var name = engine.Facts.Name;
            if (engine.Facts.Simulated)
            {
                yield return $"{name} is simulated: no model answered, and its quality says nothing.";
            }

            if (engine.Facts is { Place: Place.Local, Hardware: null } && engine.CostPerRequest is { Estimate: 0 })
            {
                yield return $"{name} costs nothing a token, but its hardware and power are not free: say what they cost with engines.{name}.cost (docs/local-cost.md).";
            }

            if (engine.Facts is { Place: Place.Cloud } && engine.CostPerRequest is null && engine.Calls > 0)
            {
                yield return $"What {name} costs is not known: give engines.{name}.price, or a price_file that has {engine.Facts.Model}.";
            }

            if (engine.OutputTokens is null && engine.Calls > 0)
            {
                yield return $"{name} does not report its tokens, so that its tokens/s and cost are not known.";
            }

            if (engine.Errors.Values.Sum() is > 0 and var failed)
            {
                yield return $"{failed} calls to {name} failed; times and scores are of those that did not.";
            }
        }
    }
}
