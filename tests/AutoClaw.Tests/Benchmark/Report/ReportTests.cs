using System.Collections.Immutable;
using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Benchmark.Report;
using AutoClaw.Core.Benchmark.Statistics;
using AutoClaw.Core.Benchmark.Workloads;
using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using CsCheck;
using Xunit;

namespace AutoClaw.Tests.Benchmark.Report;

public sealed class ReportTests
{
    private static readonly EngineFacts Local = new("local", Place.Local, "small", "openai-chat", null);
    private static readonly EngineFacts Cloud = new("cloud", Place.Cloud, "big", "openai-chat", "api.example") { OutputUsdPerMillion = 8, InputUsdPerMillion = 2 };

    [Fact]
    public void MonthlyCost_ByRequest_IsTheProduct() =>
        Assert.Equal(new Interval(1000, 500, 2000), MonthlyCost.ByRequest(new Interval(0.01, 0.005, 0.02), 100_000));

    [Fact]
    public void MonthlyCost_OnHardware_IsWholeMachinesAndThePowerOfBusyHours()
    {
        // 500,000 requests of 6 s are 833.3 h; a month has 730.485: two machines of 2,400 USD over 4 years are 100 USD a month,
        // and 833.3 h of 0.35 kW x 1.2 x 0.30 USD are 105 USD.
        var (usd, machines) = MonthlyCost.OnHardware(new LocalCost(2400, 4, 350, 0.30m, 1.2m, 0.25m), 6, 500_000);
        Assert.Equal(2, machines);
        Assert.Equal(205, usd, 1e-9);
    }

    [Fact]
    public void MonthlyCost_OnHardware_NeverFallsWithVolume() =>
        Gen.Select(Gen.Double[0.01, 60], Gen.Long[0, 10_000_000], Gen.Long[0, 1_000_000]).Sample(
            (seconds, requests, more) =>
            {
                var hardware = new LocalCost(2400, 4, 350, 0.30m, 1.2m, 0.25m);
                return MonthlyCost.OnHardware(hardware, seconds, requests + more).Usd >= MonthlyCost.OnHardware(hardware, seconds, requests).Usd;
            },
            iter: 10_000);

    [Fact]
    public void Throughput_CountsWhatFallsIntoTheTime()
    {
        // From 1 s to 2 s: half of 100 tokens between 0.5 and 1.5 s, all of 30 in one piece at 1.25 s, none of what comes at 2.5 s.
        BenchCall[] calls =
        [
            Call("a", 1, ttft: 500_000, last: 1_500_000, tokens: 100), Call("a", 2, ttft: 1_250_000, last: 1_250_000, tokens: 30), Call("a", 3, ttft: 2_500_000, last: 2_600_000, tokens: 70),
        ];
        Assert.Equal(80, Throughput.TokensPerSecond(calls, 1_000_000, 2_000_000, 0.95, 1)!.Value.Estimate, 1e-9);
        Assert.Null(Throughput.TokensPerSecond(calls, 5, 5, 0.95, 1));
    }

    [Fact]
    public void Report_OfTwoEngines_HasItsFiguresByHand()
    {
        // Local: 60 ms, 10 tokens in 90 ms after it (100 tok/s), costs nothing, every second answer right. Cloud: 240 ms, 10 in 45 ms
        // (200 tok/s), 0.001 USD, all right.
        var calls = Enumerable.Range(0, 20).SelectMany(i => new[]
        {
            Call("local", i, 60_000, 150_000, 10) with { Cost = Money.Zero, Score = Score(i % 2 == 0) },
            Call("cloud", i, 240_000, 285_000, 10) with { Cost = Money.FromUsd(0.001m), Score = Score(true) },
        }).ToArray();
        var reporter = new BenchReporter([Local, Cloud], calls, 0.95, 1);
        ImmutableArray<EngineReport> engines = [reporter.Engine(Local), reporter.Engine(Cloud)];
        Assert.Equal(60, engines[0].Ttft.P50!.Value, 1e-9);
        Assert.Null(engines[0].Ttft.P90);
        Assert.Equal(100, engines[0].TokensPerSecond!.Value.Estimate, 1e-9);
        Assert.Equal(0.5, engines[0].Correct!.Value.Estimate);
        Assert.Equal(0.001, engines[1].CostPerCorrect!.Value.Estimate, 1e-12);
        Assert.Equal(0.15, engines[0].MeanSeconds!.Value, 1e-9);
        Assert.Equal(20 * 100, engines[1].BytesSent);

        var rows = new HeadToHead(reporter, engines, 1_000_000).Rows().ToDictionary(static r => r.Key, StringComparer.Ordinal);
        Assert.Equal((VerdictKind.Decided, "local"), (rows["ttft_ms"].Verdict.Kind, rows["ttft_ms"].Verdict.Winner));
        Assert.Equal(0.25, rows["ttft_ms"].Verdict.Effect!.Value.Estimate, 1e-9);
        Assert.Equal("cloud", rows["tokens_per_second"].Verdict.Winner);
        Assert.Equal(2, rows["tokens_per_second"].Verdict.Effect!.Value.Estimate, 1e-9);
        Assert.Equal("cloud", rows["correct"].Verdict.Winner);
        Assert.Equal(McNemar.P(10, 0), rows["correct"].Verdict.P);
        Assert.Equal("local", rows["cost_per_request_usd"].Verdict.Winner);
        Assert.Equal(1000, rows["monthly_cost_usd"].Cells[1].Value!.Value.Estimate, 1e-6);
        Assert.Equal("all 2,000 bytes", rows["left_bytes"].Cells[1].Text);
        Assert.Equal(VerdictKind.Unknown, rows["input_usd_per_million"].Verdict.Kind);
    }

    [Fact]
    public void CostPerCorrect_WithoutACorrectAnswer_HasNoLimit()
    {
        var calls = Enumerable.Range(0, 5).Select(i => Call("cloud", i, 1, 2, 2) with { Cost = Money.FromUsd(1), Score = Score(false) }).ToArray();
        Assert.Equal(double.PositiveInfinity, new BenchReporter([Cloud], calls, 0.95, 1).Engine(Cloud).CostPerCorrect!.Value.Estimate);
    }

    [Fact]
    public void CostPerCorrect_WithOneUnknownCost_IsUnknown()
    {
        var calls = Enumerable.Range(0, 5).Select(i => Call("cloud", i, 1, 2, 2) with { Cost = i == 3 ? null : Money.FromUsd(1), Score = Score(true) }).ToArray();
        Assert.Null(new BenchReporter([Cloud], calls, 0.95, 1).Engine(Cloud).CostPerCorrect);
    }

    [Fact]
    public void Verdict_OfEnginesWithinThreePercent_IsEqual() => Assert.Equal(VerdictKind.Equal, Verdict(i => 1000 + i, i => 1010 + i).Kind);

    [Fact]
    public void Verdict_OfWidelySpreadRatios_IsUndecided() => Assert.Equal(VerdictKind.Undecided, Verdict(i => 1000, i => i % 2 == 0 ? 300 : 3200).Kind);

    [Fact]
    public void Verdict_OfOnePrompt_IsUndecided() => Assert.Equal(VerdictKind.Undecided, Verdict(i => 1000, i => 9000, prompts: 1).Kind);

    [Fact]
    public void Verdict_WithoutTheOtherEngine_IsUnknown() => Assert.Equal(VerdictKind.Unknown, new Comparison(0.95, 1, 2).Verdict(
        Measure.Ttft, ImmutableDictionary<string, ImmutableArray<BenchCall>>.Empty.Add("a", [Call("a", 0, 1, 2, 2)]).Add("b", [])).Kind);

    [Fact]
    public void Verdict_LeavesOutRampAndFailures()
    {
        var calls = Enumerable.Range(0, 12).Select(i => Call("a", i, 1000, 2000, 5)).ToImmutableArray();
        var slow = calls.Select(static c => c with { Engine = "b", Times = c.Times with { FirstContent = 4000 } }).ToImmutableArray();
        var ramp = slow.Select(static c => c with { Ramp = true, Times = c.Times with { FirstContent = 1 } });
        var failed = slow.Select(static c => c with { Error = ErrorClass.CutOff, Times = c.Times with { FirstContent = 1 } });
        var verdict = new Comparison(0.95, 1, 2).Verdict(Measure.Ttft, ImmutableDictionary<string, ImmutableArray<BenchCall>>.Empty.Add("a", calls).Add("b", [.. slow, .. ramp, .. failed]));
        Assert.Equal(("a", 0.25), (verdict.Winner, verdict.Effect!.Value.Estimate));
    }

    // 200 times two engines whose true ratio is 1.5, 30 prompts that differ by a factor of 30: the interval holds it as often as it says.
    [Fact]
    public void Verdict_OfNoisyPairs_CoversTheTruth()
    {
        var covered = 0;
        for (var repetition = 1; repetition <= 200; repetition++)
        {
            var random = new SeededRandom((ulong)repetition * 31);
            double Noise() => Math.Exp(0.3 * (random.Unit() + random.Unit() + random.Unit() - 1.5));
            var sizes = Enumerable.Range(0, 30).Select(_ => 1000 * Math.Pow(30, random.Unit())).ToArray();
            var a = sizes.Select((s, i) => Call("a", i, (long)(s * Noise()), 1_000_000, 5)).ToImmutableArray();
            var b = sizes.Select((s, i) => Call("b", i, (long)(1.5 * s * Noise()), 1_000_000, 5)).ToImmutableArray();
            var verdict = new Comparison(0.95, 1, 2).Verdict(Measure.Ttft, ImmutableDictionary<string, ImmutableArray<BenchCall>>.Empty.Add("a", a).Add("b", b));
            covered += verdict.Winner == "a" && verdict.Effect!.Value.Covers(1 / 1.5) ? 1 : 0;
        }

        Assert.InRange(covered, 186, 200);
    }

    [Fact]
    public void Changes_CountWhereIntervalsLieApart()
    {
        static BenchReport Report(Interval ttft) => new()
        {
            StartedAt = default, Seconds = 1, Seed = 1, Scale = 1, Level = 0.95, RequestsPerMonth = 1, SpentUsd = 0,
            Engines = [new BenchReporter([Local], [], 0.95, 1).Engine(Local)],
            Rows = [new ReportRow("ttft_ms", "TTFT", "ms", [new ReportCell("local", ttft)], new RowVerdict(VerdictKind.Unknown))],
        };
        var faster = Assert.Single(ReportChanges.Between(Report(new(100, 90, 110)), Report(new(50, 45, 55))));
        Assert.Equal((true, 0.5), (faster.Changed, faster.Factor));
        Assert.False(Assert.Single(ReportChanges.Between(Report(new(100, 90, 110)), Report(new(80, 70, 95)))).Changed);
    }

    private static RowVerdict Verdict(Func<int, long> a, Func<int, long> b, int prompts = 20) => new Comparison(0.95, 1, 2).Verdict(
        Measure.Ttft,
        ImmutableDictionary<string, ImmutableArray<BenchCall>>.Empty
            .Add("a", [.. Enumerable.Range(0, prompts).Select(i => Call("a", i, a(i), 1_000_000, 5))])
            .Add("b", [.. Enumerable.Range(0, prompts).Select(i => Call("b", i, b(i), 1_000_000, 5))]));

    private static AnswerScore Score(bool right) => new(right ? 1 : 0, right, ImmutableSortedDictionary<string, double>.Empty);

    private static BenchCall Call(string engine, int prompt, long ttft, long last, long tokens) => new()
    {
        Engine = engine, Workload = "w", PromptId = $"p{prompt}", Load = LoadShape.OneByOne, RequestBytes = 100,
        Times = new CallTimes(0, 0) { FirstByte = 0, FirstContent = ttft, LastToken = last, Done = last },
        Tokens = new TokenCounts(50, 0, tokens, 0, (int)tokens, 40, 0),
    };
}
