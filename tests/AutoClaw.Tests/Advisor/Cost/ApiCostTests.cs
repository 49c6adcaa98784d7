using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Cost;
using AutoClaw.Core.Pricing;

namespace AutoClaw.Tests.Advisor.Cost;

public sealed class ApiCostTests
{
    // 1,000 x 2 + 200 x 10 = 4,000 millionths.
    [Fact]
    public void PerRequest_Plain_IsTokensTimesPrices() => Assert.Equal(0.004, ApiCost.PerRequest(Known.Cloud, 1000, 200, 0), 1e-15);

    // 1,000 x (0.6 x 2 + 0.4 x 0.5) + 200 x 10 = 1,400 + 2,000.
    [Fact]
    public void PerRequest_CachedShare_IsAtTheCachedPrice() =>
        Assert.Equal(0.0034, ApiCost.PerRequest(Known.Cloud with { CachedShare = 0.4 }, 1000, 200, 0), 1e-15);

    // No cached price named: 1,000 x 0.5 + 200 x 1.
    [Fact]
    public void PerRequest_NoCachedPrice_CachedTokensCostAsMuch() =>
        Assert.Equal(0.0007, ApiCost.PerRequest(Known.Hosted with { CachedShare = 0.4 }, 1000, 200, 0), 1e-15);

    // 1,000 x 2 + (200 + 300) x 10.
    [Fact]
    public void PerRequest_Reasoning_IsBilledAsOutput() => Assert.Equal(0.007, ApiCost.PerRequest(Known.Cloud, 1000, 200, 300), 1e-15);

    // The whole prompt is at the tier that its length chooses: 10,001 x 4 + 200 x 20 = 44,004; one token less: 20,000 + 2,000.
    [Fact]
    public void PerRequest_LongPrompt_IsAtItsTier()
    {
        Assert.Equal(0.044004, ApiCost.PerRequest(Known.Cloud, 10_001, 200, 0), 1e-15);
        Assert.Equal(0.022, ApiCost.PerRequest(Known.Cloud, 10_000, 200, 0), 1e-15);
    }

    // 0.004 x 1.05 x (1 - 0.4 x 0.5) x 0.9 = 0.004 x 1.05 x 0.8 x 0.9.
    [Fact]
    public void PerRequest_RetriesBatchesAndFactor_Multiply() => Assert.Equal(
        0.003024,
        ApiCost.PerRequest(Known.Cloud with { RetryShare = 0.05, BatchShare = 0.4, BatchDiscount = 0.5, PriceFactor = 0.9 }, 1000, 200, 0),
        1e-15);

    [Fact]
    public void PricesOf_RowOfTheList_AreItsTiers()
    {
        var row = PriceRow.Own("mine", 1.25m, 10m, 0.125m);

        Assert.Equal([new ApiPriceTier(1.25, 10, 0.125)], ApiInputs.PricesOf(row));
    }
}
