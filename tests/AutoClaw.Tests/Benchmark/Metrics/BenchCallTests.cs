using System.Collections.Immutable;
using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Benchmark.Workloads;
using Xunit;

namespace AutoClaw.Tests.Benchmark.Metrics;

public sealed class BenchCallTests
{
    // Due at 1 ms, sent at 3, thinks from 63, answers from 103, says its last word at 503.
    private static readonly CallTimes Times = new(1_000, 3_000) { FirstByte = 13_000, FirstReasoning = 63_000, FirstContent = 103_000, LastToken = 503_000, Done = 504_000 };

    [Fact]
    public void Times_OfAnAnswerWithThoughts_AreFromSentAndFromScheduled()
    {
        Assert.Equal(60, Times.TtftMs);
        Assert.Equal(62, Times.TtftFromScheduledMs);
        Assert.Equal(100, Times.TtfaMs);
        Assert.Equal(102, Times.TtfaFromScheduledMs);
        Assert.Equal(501, Times.LatencyMs);
        Assert.Equal(503, Times.LatencyFromScheduledMs);
    }

    [Fact]
    public void Tpot_OfElevenTokens_IsATenthOfTheTimeBetween() => Assert.Equal(44, Times.TpotMs(11));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Tpot_OfFewerThanTwoTokens_IsUnknown(long tokens) => Assert.Null(Times.TpotMs(tokens));

    [Fact]
    public void Tpot_OfAnAnswerInOnePiece_IsUnknown() => Assert.Null((Times with { FirstReasoning = null, LastToken = 103_000 }).TpotMs(11));

    [Fact]
    public void Times_OfAnAnswerThatNeverCame_AreUnknown()
    {
        var times = new CallTimes(0, 5) { Done = 100 };
        Assert.Null(times.FirstToken);
        Assert.Null(times.TtftMs);
        Assert.Null(times.TtfaFromScheduledMs);
        Assert.Null(times.TpotMs(10));
    }

    [Theory]
    [InlineData(100L, 40L, 0, 60L)] // billed thoughts that nobody saw are not between first and last token
    [InlineData(100L, 40L, 160, 100L)] // shown, they are
    [InlineData(null, null, 0, 77L)] // silent engine: our tokens
    public void Streamed_IsWhatCameOverTheWire(long? output, long? reasoning, int shown, long expected)
    {
        var tokens = new TokenCounts(10, 0, output, reasoning, 77, 300, shown);
        Assert.Equal(expected, tokens.Streamed);
        Assert.Equal(output is null, tokens.IsStreamedEstimated);
    }

    [Fact]
    public void Slo_OfACallThatIsFastAndWrong_IsNotKept()
    {
        var call = Call() with { Score = new AnswerScore(0.4, false, ImmutableSortedDictionary<string, double>.Empty) };
        var slo = new Slo(TtftMs: 62, TpotMs: 44, LatencyMs: 503);
        Assert.False(slo.IsGood(call));
        Assert.True(slo.IsGood(call with { Score = null }));
        Assert.True(slo.IsGood(call with { Score = call.Score! with { Correct = true } }));
    }

    [Theory]
    [InlineData(61.9, null, null)]
    [InlineData(null, 43.9, null)]
    [InlineData(null, null, 502.9)]
    public void Slo_CountsFromScheduled(double? ttft, double? tpot, double? latency) => Assert.False(new Slo(ttft, tpot, latency).IsGood(Call()));

    [Fact]
    public void Slo_OfAFailedCall_IsNotKept() => Assert.False(new Slo().IsGood(Call() with { Error = ErrorClass.CutOff }));

    private static BenchCall Call() => new()
    {
        Engine = "a", Workload = "w", PromptId = "p", Load = LoadShape.OneByOne, Times = Times, Tokens = new TokenCounts(10, 0, 11, 0, 11, 40, 0),
    };
}
