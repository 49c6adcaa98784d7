using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Tests.Ledger;

public sealed class EnginePricesTests
{
    private static readonly DateTimeOffset Now = LedgerFolder.Noon;
    private static readonly Usage Million = new(1_000_000, 0, 0, 0, false);

    [Fact]
    public void Find_OwnPrice_WinsOverTheList()
    {
        var row = Find(Engine("gpt-4o", Place.Cloud) with { Price = new EnginePriceOptions(1, 2) });

        Assert.Equal((PriceRow.OwnVersion, Money.FromUsd(1)), (row!.Version, CostCalculator.Cost(row, Million)!.Value));
    }

    [Fact]
    public void Find_LocalEngine_CostsNothingEvenUnderAListedName()
    {
        var row = Find(Engine("gpt-4o", Place.Local));

        Assert.Equal((PriceRow.LocalVersion, Money.Zero), (row!.Version, CostCalculator.Cost(row, Million)!.Value));
    }

    [Fact]
    public void Find_LocalEngineWithOwnPrice_CostsThat() =>
        Assert.Equal(Money.FromUsd(0.05m), CostCalculator.Cost(Find(Engine("m", Place.Local) with { Price = new EnginePriceOptions(0.05m, 0.1m) }), Million));

    [Fact]
    public void Find_CloudEngine_TakesTheProvidersPriceByItsHost()
    {
        Assert.Equal("groq", Find(Engine("openai/gpt-oss-120b", Place.Cloud, "https://api.groq.com/openai/v1"))!.Provider);
        Assert.Equal("together", Find(Engine("openai/gpt-oss-120b", Place.Cloud, "https://api.together.xyz/v1"))!.Provider);
        Assert.Equal("openai", Find(Engine("gpt-4o", Place.Cloud, "https://proxy.example.com/v1"))!.Provider);
    }

    [Fact]
    public void Find_CloudModelWithoutAPrice_IsUnknown()
    {
        Assert.Null(Find(Engine("in-house-1", Place.Cloud)));
        Assert.Null(Find(Engine("gpt-4o", Place.Cloud, "https://api.groq.com/openai/v1")));
    }

    private static PriceRow? Find(EngineOptions engine) => EnginePrices.Find(PriceList.Shipped, engine, engine.Model, Now);

    private static EngineOptions Engine(string model, Place place, string? url = null) =>
        new() { Id = "e", Place = place, Model = model, BaseUrl = url is null ? null : new Uri(url) };
}
