using System.Collections.Immutable;
using AutoClaw.Core.Benchmark.Statistics;
using CsCheck;
using Xunit;

namespace AutoClaw.Tests.Benchmark.Statistics;

public sealed class StatisticsTests
{
    [Fact]
    public void Quantile_OfFourValues_LiesBetweenNeighbours()
    {
        // Position 0.5 * 3 = 1.5: half-way between 20 and 30. Position 0.9 * 3 = 2.7: 30 + 0.7 * (50 - 30).
        double[] values = [10, 20, 30, 50];
        Assert.Equal(25, Quantiles.Of(values, 0.5));
        Assert.Equal(44, Quantiles.Of(values, 0.9), 1e-12);
        Assert.Equal(10, Quantiles.Of(values, 0));
        Assert.Equal(50, Quantiles.Of(values, 1));
    }

    [Theory]
    [InlineData(9, 0.5, false)]
    [InlineData(10, 0.5, true)]
    [InlineData(99, 0.95, false)]
    [InlineData(100, 0.95, true)]
    [InlineData(499, 0.99, false)]
    [InlineData(500, 0.99, true)]
    public void MayPrint_NeedsFiveSamplesBeyond(int samples, double q, bool may)
    {
        // 0.05 * 100 is 5.000000000000004 in binary, 0.01 * 500 is 5.000000000000004 as well; 1 - 0.95 must not fall below.
        Assert.Equal(may, Quantiles.MayPrint(samples, q));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.959964, 0.975)]
    [InlineData(-1.644854, 0.05)]
    public void Normal_KnowsTheTables(double z, double p)
    {
        Assert.Equal(p, Normal.Cumulative(z), 1e-6);
        Assert.Equal(z, Normal.Quantile(p), 1e-4);
    }

    [Theory]
    [InlineData(1, 12.706, 0.001)]
    [InlineData(2, 4.303, 0.001)]
    [InlineData(3, 3.182, 0.04)]
    [InlineData(6, 2.447, 0.003)]
    [InlineData(19, 2.093, 0.001)]
    [InlineData(100, 1.984, 0.001)]
    public void Student_KnowsTheTables(int degrees, double t, double within) => Assert.Equal(t, Student.Quantile(0.975, degrees), within);

    [Fact]
    public void Wilson_OfNineInTen_IsTheTextbooks()
    {
        // z = 1.96: centre (0.9 + 3.8416 / 20) / 1.38416 = 0.78899, half 1.96 / 1.38416 * sqrt(0.009 + 3.8416 / 400) = 0.19314.
        var interval = Wilson.Of(9, 10, 0.95);
        Assert.Equal(0.9, interval.Estimate);
        Assert.Equal(0.5958, interval.Low, 1e-3);
        Assert.Equal(0.9821, interval.High, 1e-3);
    }

    [Fact]
    public void Wilson_WithoutFailures_DoesNotPromiseThatNothingFails()
    {
        var interval = Wilson.Of(30, 30, 0.95);
        Assert.Equal(1, interval.High);
        Assert.Equal(30 / 33.8415, interval.Low, 1e-4);
    }

    [Fact]
    public void McNemar_OfTenAgainstTwo_IsTheBinomialsTail()
    {
        // 2 * (1 + 12 + 66) / 4096.
        Assert.Equal(2 * 79 / 4096.0, McNemar.P(10, 2), 1e-12);
        Assert.Equal(McNemar.P(10, 2), McNemar.P(2, 10));
        Assert.Equal(1, McNemar.P(0, 0));
        Assert.Equal(1, McNemar.P(5, 5));
        Assert.InRange(McNemar.P(3000, 2000), 0, 1e-40);
    }

    [Fact]
    public void Ratio_OfPairs_IsTheGeometricMean()
    {
        // Ratios 2 and 8: the root of 16 is 4.
        var ratio = PairedComparison.Ratio([([20.0], [10.0]), ([80.0], [10.0])], 0.95, 1);
        Assert.Equal(4, ratio.Estimate, 1e-12);
    }

    [Fact]
    public void Ratio_OfPairsThatDifferWidelyButAlike_IsDecided()
    {
        // Prompts from 10 to 1,000, the first always a tenth above: unpaired intervals of these would overlap almost wholly.
        var pairs = Enumerable.Range(1, 20).Select(i => (ImmutableArray.Create(55.0 * i), ImmutableArray.Create(50.0 * i))).ToArray();
        var ratio = PairedComparison.Ratio(pairs, 0.95, 1);
        Assert.Equal(1.1, ratio.Estimate, 1e-9);
        Assert.InRange(ratio.Low, 1.0999, 1.1001);
    }

    [Fact]
    public void Difference_OfPairs_IsTheMeanOfTheirs() =>
        Assert.Equal(-2, PairedComparison.Difference([([1.0, 3.0], [4.0]), ([6.0], [8.0])], 0.95, 1).Estimate, 1e-12);

    [Fact]
    public void Bootstrap_OfOnePrompt_PromisesNothing() =>
        Assert.Equal(Interval.Exactly(2), Bootstrap.OfMean([[1.0, 2.0, 3.0]], 0.95, 1));

    [Fact]
    public void Bootstrap_OfTheSameSeed_IsTheSame()
    {
        ImmutableArray<double>[] groups = [[1.0], [5.0], [2.0, 2.5], [9.0]];
        Assert.Equal(Bootstrap.OfMedian(groups, 0.95, 7), Bootstrap.OfMedian(groups, 0.95, 7));
    }

    [Fact]
    public void Bootstrap_DrawsPromptsNotCalls()
    {
        // Two prompts of a hundred calls each that differ: the interval must reach both, which 200 independent calls would not.
        ImmutableArray<double>[] groups = [[.. Enumerable.Repeat(1.0, 100)], [.. Enumerable.Repeat(3.0, 100)]];
        var interval = Bootstrap.OfMean(groups, 0.95, 1);
        Assert.Equal((2.0, 1.0, 3.0), (interval.Estimate, interval.Low, interval.High));
    }

    // 30 waits of 60 ms +- a fifth, 400 times: the true median is 60.
    [Fact]
    public void Bootstrap_OfTheMedian_CoversTheTruthAsOftenAsItSays()
    {
        var covered = Enumerable.Range(1, 400).Count(repetition =>
        {
            var random = new SeededRandom((ulong)repetition * 7919);
            var groups = Enumerable.Range(0, 30).Select(_ => ImmutableArray.Create(48 + (24 * random.Unit()))).ToArray();
            return Bootstrap.OfMedian(groups, 0.95, (ulong)repetition).Covers(60);
        });
        Assert.InRange(covered, 372, 400);
    }

    // 12 skewed costs, 400 times: the true mean of an exponential is 1. Plain percentiles cover it in fewer than nine of ten cases.
    [Fact]
    public void Bootstrap_OfTheMean_IsWidenedForFewPrompts()
    {
        var covered = Enumerable.Range(1, 400).Count(repetition =>
        {
            var random = new SeededRandom((ulong)repetition * 104729);
            var groups = Enumerable.Range(0, 12).Select(_ => ImmutableArray.Create(random.Wait(1).TotalSeconds)).ToArray();
            return Bootstrap.OfMean(groups, 0.95, (ulong)repetition).Covers(1);
        });
        Assert.InRange(covered, 348, 400);
    }

    [Fact]
    public void RepeatedLooks_OfAllLooks_ErrNoMoreThanOneLookMay()
    {
        var error = Enumerable.Range(1, 100_000).Sum(look => 1 - RepeatedLooks.LevelAt(0.95, look));
        Assert.InRange(error, 0.0499, 0.05);
        Assert.Equal(0.975, RepeatedLooks.LevelAt(0.95, 1), 1e-12);
    }

    [Fact]
    public void SeededRandom_OfSeedZero_IsSplitMix64()
    {
        // The first outputs of the published generator for seed 0.
        var random = new SeededRandom(0);
        Assert.Equal(0xE220A8397B1DCDAFUL, random.Next());
        Assert.Equal(0x6E789E6AA1B965F4UL, random.Next());
    }

    [Fact]
    public void SeededRandom_Wait_IsTheRatesOnAverage()
    {
        var random = new SeededRandom(5);
        Assert.Equal(0.25, Enumerable.Range(0, 20_000).Average(_ => random.Wait(4).TotalSeconds), 0.01);
    }

    [Fact]
    public void Intervals_HoldTheirEstimate_OverGeneratedSamples() =>
        Gen.Double[0.001, 1000].Array[1, 8].Array[1, 12].Sample(
            values =>
            {
                var groups = values.Select(v => v.ToImmutableArray()).ToArray();
                var interval = Bootstrap.OfMedian(groups, 0.95, 3);
                return interval.Covers(interval.Estimate) && interval.Low >= values.Min(v => v.Min()) && interval.High <= values.Max(v => v.Max());
            },
            iter: 200);
}
