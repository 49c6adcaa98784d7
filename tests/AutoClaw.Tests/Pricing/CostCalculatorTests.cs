using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;

namespace AutoClaw.Tests.Pricing;

public sealed class CostCalculatorTests
{
    [Fact]
    public void Cost_CachedTokens_AreBilledAtTheirOwnPriceAndNotTwice()
    {
        var row = PriceRow.Own("m", input: 2.5m, output: 10m, cachedInput: 1.25m);

        var cost = CostCalculator.Cost(row, new Usage(Input: 1_000, Cached: 400, Output: 300, Reasoning: 200, Estimated: false));

        // 600 x 2.5 + 400 x 1.25 + 300 x 10 = 5000 millionths of a dollar.
        Assert.Equal(Money.FromUsd(0.005m), cost);
    }

    [Fact]
    public void Cost_SmallestListPrice_IsExact() => Assert.Equal(
        new Money(7 * 12_500), CostCalculator.Cost(PriceRow.Own("m", 0.0125m, 0), new Usage(7, 0, 0, 0, false)));

    [Fact]
    public void Cost_PriceZero_IsZeroAndNotUnknown() =>
        Assert.Equal(Money.Zero, CostCalculator.Cost(PriceRow.Own("m", 0, 0), new Usage(5_000, 0, 5_000, 0, false)));

    [Theory]
    [InlineData(200_000, 1.25, 10)]
    [InlineData(200_001, 2.5, 15)]
    public void Cost_Tiers_TheWholePromptChoosesThePriceOfAllTokens(long prompt, double input, double output)
    {
        var row = PriceRow.Own("m", 1.25m, 10m) with
        {
            Tiers = [new PriceTier(200_000, 1_250_000, 310_000, 10_000_000), new PriceTier(null, 2_500_000, 625_000, 15_000_000)],
        };

        var cost = CostCalculator.Cost(row, new Usage(prompt, 0, 10, 0, false));

        Assert.Equal(((prompt * (decimal)input) + (10 * (decimal)output)) / 1_000_000m, cost!.Value.Usd);
    }

    // Claude Opus 5 by the shipped list: 5 USD plain, 0.50 read, 6.25 and 10 written, 25 out.
    [Theory]
    [InlineData(1000, 0, 0, 0, 5_000)]
    [InlineData(1000, 1000, 0, 0, 500)]
    [InlineData(1000, 0, 1000, 0, 6_250)]
    [InlineData(1000, 0, 1000, 1000, 10_000)]
    [InlineData(1000, 200, 600, 100, 1_000 + 100 + 3_125 + 1_000)]
    [InlineData(1000, 900, 600, 600, 450 + 1_000)]
    public void Cost_CacheWrites_AreBilledAtTheirOwnPrices(long input, long read, long written, long forHour, long microdollars)
    {
        var row = PriceList.Shipped.Rows.Single(each => each.Model == "claude-opus-5");
        var cost = CostCalculator.Cost(row, new Usage(input, read, 0, 0, false) { CacheWritten = written, CacheWrittenForHour = forHour });
        Assert.Equal(new Money(microdollars * 1_000_000), cost);
    }

    [Fact]
    public void Cost_CacheWritesWithoutAPriceOfTheirOwn_CostTheInputPrice() => Assert.Equal(
        new Money(10 * 1_000_000), CostCalculator.Cost(PriceRow.Own("m", 1, 1), new Usage(10, 0, 0, 0, false) { CacheWritten = 10, CacheWrittenForHour = 5 }));

    [Fact]
    public void Cost_NoPrice_IsUnknown() => Assert.Null(CostCalculator.Cost(null, new Usage(1, 0, 1, 0, false)));

    [Theory]
    [InlineData(-1, 0, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(1, 0, -1)]
    [InlineData(long.MaxValue, 0, 1)]
    [InlineData(1, 0, long.MaxValue)]
    public void Cost_CountsThatNoBillCanHold_AreUnknown(long input, long cached, long output) =>
        Assert.Null(CostCalculator.Cost(PriceRow.Own("m", 1, 1), new Usage(input, cached, output, 0, false)));

    [Fact]
    public void Cost_MoreCachedThanPrompt_BillsThePromptOnce() =>
        Assert.Equal(new Money(10 * 100_000), CostCalculator.Cost(PriceRow.Own("m", 1, 1, 0.1m), new Usage(10, 90, 0, 0, false)));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(100_001)]
    [InlineData(0.0000001)]
    public void Own_PriceOutsideTheRule_Throws(double price) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PriceRow.Own("m", (decimal)price, 1));
}
