using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Cost;
using AutoClaw.Core.Advisor.Uncertainties;
using CsCheck;

namespace AutoClaw.Tests.Advisor.Uncertainties;

public sealed class UncertaintyTests
{
    private static readonly AdvisorVariable[] Rising =
    [
        AdvisorVariable.Volume, AdvisorVariable.Tokens, AdvisorVariable.PeakToAverage, AdvisorVariable.CloudPrice, AdvisorVariable.HostedPrice,
        AdvisorVariable.HardwarePrice, AdvisorVariable.Labour, AdvisorVariable.Electricity,
    ];

    // From 0.5 over 1 to 3: a fifth of the area is below 1. At 0.05: 0.5 + sqrt(0.05 x 2.5 x 0.5) = 0.75; at 0.8: 3 - sqrt(0.2 x 2.5 x 2) = 2.
    [Theory]
    [InlineData(0.05, 0.75)]
    [InlineData(0.2, 1)]
    [InlineData(0.8, 2)]
    public void Factor_Triangular_IsTheInverse(double share, double expected) =>
        Assert.Equal(expected, new InputRange(AdvisorVariable.Volume, 0.5, 3, RangeShape.Triangular).Factor(share, 0), 1e-12);

    // Between 0.5 and 2 the middle is 1; the 95th percentile is the high end.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1.6448536269514722, 2)]
    [InlineData(-1.6448536269514722, 0.5)]
    public void Factor_Lognormal_HasItsEndsAtFiveAndNinetyFive(double normal, double expected) =>
        Assert.Equal(expected, new InputRange(AdvisorVariable.Volume, 0.5, 2, RangeShape.Lognormal).Factor(0.5, normal), 1e-12);

    [Fact]
    public void Run_SameSeed_IsTheSame()
    {
        Assert.Equal(CostSampling.Run(Known.Inputs), CostSampling.Run(Known.Inputs));
        Assert.NotEqual(
            CostSampling.Run(Known.Inputs),
            CostSampling.Run(Known.Inputs with { Uncertainty = Known.Inputs.Uncertainty with { Seed = 8 } }));
    }

    [Fact]
    public void Run_NothingUncertain_IsTheCost()
    {
        var certain = Known.Inputs with { Uncertainty = Known.Inputs.Uncertainty with { Ranges = [] } };
        var ranges = CostSampling.Run(certain);

        // 1,200 million tokens at 0.5 and 1: the host is the cheapest, at 1,000,000 x (1,000 x 0.5 + 200) / 1e6.
        Assert.Equal(new CostRange(Architecture.HostedOpenWeights, 700, 700, 700, 1, 1), ranges[2]);
        Assert.Equal(new CostRange(Architecture.AllCloud, 4000, 4000, 4000, 0, 0), ranges[1]);
        Assert.Equal(new CostRange(Architecture.AllCloud, 4000, 4000, 4000, 0, 1), CostSampling.Run(certain, [Architecture.AllCloud])[1]);
    }

    // The cloud costs 4,000 x the price's factor alone: the range of the sum is that of the one input.
    [Fact]
    public void Run_OneLognormalInput_RangeIsItsOwn()
    {
        var inputs = Known.Inputs with
        {
            Uncertainty = new UncertaintyInputs { Samples = 20_000, Seed = 3, Ranges = [new(AdvisorVariable.CloudPrice, 0.5, 2, RangeShape.Lognormal)] },
        };
        var cloud = CostSampling.Run(inputs)[1];

        Assert.Equal(2000, cloud.Low, 60.0);
        Assert.Equal(4000, cloud.Median, 80.0);
        Assert.Equal(8000, cloud.High, 240.0);
    }

    [Fact]
    public void Run_AnyInputs_IsOrderedAndSharesAddUp() => AnyInputs.All.Sample(
        inputs =>
        {
            var ranges = CostSampling.Run(inputs with { Uncertainty = inputs.Uncertainty with { Samples = 20 } });
            Assert.All(ranges, range => Assert.True(range.Low <= range.Median && range.Median <= range.High && range.Low >= 0));
            Assert.Equal(1, ranges.Sum(range => range.CheapestShare), 1e-9);
        },
        iter: AnyInputs.Cases);

    // Volume 0.5 to 2 times: 2,000 to 8,000; tokens 0.6 to 1.6; price 0.5 to 1.1: 2,000 to 4,400. Nothing else matters to the cloud.
    [Fact]
    public void Tornado_Cloud_IsVolumeThenTokensThenPrice()
    {
        var bars = Tornado.Of(Known.Inputs, Architecture.AllCloud);

        Assert.Equal([AdvisorVariable.Volume, AdvisorVariable.Tokens, AdvisorVariable.CloudPrice], bars.Take(3).Select(bar => bar.Variable));
        Assert.Equal((500_000, 2_000_000, 4000), (bars[0].LowValue, bars[0].HighValue, bars[0].UsdAtBase));
        Assert.Equal((2000, 8000), (bars[0].UsdAtLow, bars[0].UsdAtHigh));
        Assert.All(bars.Skip(3), bar => Assert.Equal(0, bar.Swing));
    }

    [Fact]
    public void Tornado_AnyInputs_MonotoneInputsAreOrderedAndBarsSorted() => Gen.Select(AnyInputs.All, Gen.Enum<Architecture>()).Sample(
        (inputs, architecture) =>
        {
            var bars = Tornado.Of(inputs, architecture);
            Assert.Equal(bars.OrderByDescending(bar => bar.Swing).Select(bar => bar.Swing), bars.Select(bar => bar.Swing));
            foreach (var bar in bars.Where(bar => bar.Variable != AdvisorVariable.LocalShare))
            {
                var (low, high) = Rising.Contains(bar.Variable) ? (bar.UsdAtLow, bar.UsdAtHigh) : (bar.UsdAtHigh, bar.UsdAtLow);
                Assert.True(low <= bar.UsdAtBase * (1 + 1e-9) && bar.UsdAtBase <= high * (1 + 1e-9), $"{bar}");
            }
        },
        iter: AnyInputs.Cases);

    [Fact]
    public void Lens_WhatIsSet_IsRead()
    {
        foreach (var variable in Enum.GetValues<AdvisorVariable>())
        {
            var now = VariableLens.Get(Known.Inputs, variable);
            Assert.All(Enum.GetValues<Architecture>(), architecture => Assert.Equal(
                CostModel.MonthlyUsd(Known.Inputs, architecture),
                CostModel.MonthlyUsd(VariableLens.With(Known.Inputs, variable, now), architecture),
                1e-9));
        }
    }
}
