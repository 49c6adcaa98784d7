using System.Collections.Immutable;
using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Benchmark.Report;

/// <summary>Makes the figures of a run from its calls, and from nothing else.</summary>
/// <param name="engines">In the order of the report.</param>
/// <param name="calls">All, the ramps' too.</param>
/// <param name="level">Of the intervals of a row together.</param>
/// <param name="seed">Fixes the resamples.</param>
public sealed class BenchReporter(IReadOnlyList<EngineFacts> engines, IReadOnlyList<BenchCall> calls, double level, ulong seed)
{
    private readonly Comparison _comparison = new(level, seed, engines.Count);

    /// <summary>Calls of the single stream that count, by engine.</summary>
    public ImmutableDictionary<string, ImmutableArray<BenchCall>> SingleStream { get; } = engines.ToImmutableDictionary(
        static e => e.Name, e => calls.Where(c => c.Engine == e.Name && c.Load.IsSingle && !c.Ramp).ToImmutableArray(), StringComparer.Ordinal);

    public Comparison Comparison => _comparison;

    public EngineReport Engine(EngineFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var own = SingleStream[facts.Name];
        var good = own.Where(static c => c.Succeeded).ToArray();
        var counted = calls.Where(c => c.Engine == facts.Name && !c.Ramp).ToArray();
        var sent = calls.Where(c => c.Engine == facts.Name).ToArray();
        return new EngineReport(facts, own.Length)
        {
            Errors = counted.Where(static c => c.Error is not null).GroupBy(static c => c.Error!.Value).ToImmutableSortedDictionary(static g => g.Key, static g => g.Count()),
            Availability = counted.Length == 0 ? null : Wilson.Of(counted.Count(static c => c.Succeeded), counted.Length, _comparison.EachLevel),
            Ttft = Spread(good, static c => c.Times.TtftMs),
            Ttfa = Spread(good, static c => c.Times.TtfaMs),
            Tpot = Spread(good, static c => c.TpotMs),
            Gaps = Percentiles.Of(good.SelectMany(static c => c.GapsMs)),
            Latency = Spread(good, static c => c.Times.LatencyMs),
            TokensPerSecond = _comparison.Figure(Measure.TokensPerSecond, own),
            CommonTokensPerSecond = _comparison.Figure(Measure.CommonTokensPerSecond, own),
            CharactersPerSecond = _comparison.Figure(Measure.CharactersPerSecond, own),
            ToldTokensPerSecond = _comparison.Figure(Measure.ToldTokensPerSecond, own),
            Quality = _comparison.Figure(Measure.Quality, own),
            Correct = _comparison.Figure(Measure.Correct, own),
            CostPerRequest = _comparison.Figure(Measure.CostPerRequest, own),
            CostPerCorrect = CostPerCorrect(own),
            MeanSeconds = Mean(good, static c => c.Times.LatencyMs / 1000),
            InputTokens = Mean(good, static c => c.Tokens.Input),
            CachedTokens = Mean(good, static c => c.Tokens.Cached),
            OutputTokens = Mean(good, static c => c.Tokens.Output),
            ReasoningTokens = Mean(good, static c => c.Tokens.Reasoning),
            CommonTokens = Mean(good, static c => c.Tokens.Common),
            BytesSent = sent.Sum(static c => c.RequestBytes),
            RequestsSent = sent.Length,
            TtftSamples = [.. good.Select(static c => c.Times.TtftMs).OfType<double>().Order()],
        };
    }

    /// <summary>Every engine on every workload, in the order in which the workloads came.</summary>
    public ImmutableArray<WorkloadReport> Workloads() =>
    [
        .. from workload in calls.Select(static c => c.Workload).Distinct()
           from engine in engines
           let own = SingleStream[engine.Name].Where(c => c.Workload == workload).ToArray()
           where own.Length > 0
           select new WorkloadReport(
               workload, engine.Name, own.Length, _comparison.Figure(Measure.Quality, own), _comparison.Figure(Measure.Correct, own),
               _comparison.Figure(Measure.Ttft, own), _comparison.Figure(Measure.TokensPerSecond, own), _comparison.Figure(Measure.CostPerRequest, own)),
    ];

    /// <summary>One engine under one load.</summary>
    /// <param name="engine">Its name.</param>
    /// <param name="load">Which.</param>
    /// <param name="from">Microseconds: when the load had its full height.</param>
    /// <param name="to">When it fell.</param>
    /// <param name="slo">What a good answer keeps.</param>
    public LoadReport Load(string engine, LoadShape load, long from, long to, Slo slo)
    {
        ArgumentNullException.ThrowIfNull(slo);
        var all = calls.Where(c => c.Engine == engine && c.Load == load).ToArray();
        var counted = all.Where(static c => !c.Ramp).ToArray();
        var good = counted.Where(static c => c.Succeeded).ToArray();
        var kept = counted.Count(slo.IsGood);
        return new LoadReport(engine, load, counted.Length, counted.Length - good.Length)
        {
            TokensPerSecond = Throughput.TokensPerSecond(all, from, to, _comparison.EachLevel, seed),
            TokensPerSecondEach = _comparison.Figure(Measure.TokensPerSecond, counted),
            Ttft = Spread(good, static c => c.Times.TtftMs),
            TtftFromScheduled = Spread(good, static c => c.Times.TtftFromScheduledMs),
            Goodput = counted.Length == 0 ? null : Wilson.Of(kept, counted.Length, _comparison.EachLevel),
            GoodRequestsPerSecond = to > from ? kept / ((to - from) / 1e6) : null,
        };
    }

    private Interval? CostPerCorrect(ImmutableArray<BenchCall> own)
    {
        // Where one cost is not known the sum is not either.
        if (own.Any(static c => c.Cost is null) || own.All(static c => c.Score is null))
        {
            return null;
        }

        var groups = own.GroupBy(static c => c.PromptId, StringComparer.Ordinal)
            .OrderBy(static g => g.Key, StringComparer.Ordinal)
            .Select(static g => g.Select(static c => ((double)c.Cost!.Value.Usd, c.Score is { Correct: true } ? 1.0 : 0.0)).ToImmutableArray())
            .ToArray();
        return Bootstrap.OfRatio(groups, _comparison.EachLevel, seed);
    }

    private static Percentiles Spread(IEnumerable<BenchCall> calls, Func<BenchCall, double?> value) => Percentiles.Of(calls.Select(value).OfType<double>());

    private static double? Mean(IEnumerable<BenchCall> calls, Func<BenchCall, double?> value)
    {
        var known = calls.Select(value).OfType<double>().ToArray();
        return known.Length == 0 ? null : known.Average();
    }
}
