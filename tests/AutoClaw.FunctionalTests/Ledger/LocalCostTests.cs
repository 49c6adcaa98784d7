using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Ledger;

/// <summary>An engine whose time has a price: what a request's part of it is, and that savings are net of it.</summary>
public sealed class LocalCostTests
{
    private const string Ask = """{"model":"local","messages":[{"role":"user","content":"hi"}]}""";

    // Power only: 1 kW at 3.6 USD a kilowatt-hour is a thousandth of a dollar a second, a picodollar a nanosecond.
    private static readonly EngineCostOptions PerSecond = new(0, 1000, 3.6m, 1);

    [Fact]
    public async Task Answer_EngineWithCost_CostsItsTimeAndSavesTheRest()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("one", " two"));
        await using var gateway = await GatewayUnderTest.StartAsync(Priced(engine), TestEngine.Cloud(new Uri("http://127.0.0.1:9/v1")));

        await gateway.PostChatAsync(Ask);

        var row = Assert.Single(gateway.Ledger());
        var total = gateway.Usage().Total;

        // No longer than the whole request took, and the ledger's own times say how long that was.
        Assert.InRange(row.Cost!.Value, 1, (row.Times[^1] + 1) * 1_000);
        Assert.Equal(15_000_000L, row.Counterfactual);
        Assert.Equal((decimal)row.Cost.Value / Money.PerDollar, total.LocalEstimateUsd);
        Assert.Equal((decimal)(15_000_000 - row.Cost.Value) / Money.PerDollar, total.SavedUsd);
        Assert.False(total.SavedIsPartial);
    }

    [Fact]
    public async Task Failure_EngineNeverReached_CostsNothing()
    {
        await using var engine = ScriptedEngine.Refusing();
        await using var gateway = await GatewayUnderTest.StartAsync(Priced(engine));
        await gateway.PostChatAsync(Ask);
        Assert.Equal(0, Assert.Single(gateway.Ledger()).Cost);
    }

    [Fact]
    public async Task Embeddings_EngineWithCost_CostItsTime()
    {
        await using var engine = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(
            200, "application/json", """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"model":"m","usage":{"prompt_tokens":3,"total_tokens":3}}""", ""));
        await using var gateway = await GatewayUnderTest.StartAsync(Priced(engine));
        await gateway.PostAsync("embeddings", """{"model":"local","input":"hi"}"""u8.ToArray());
        Assert.True(Assert.Single(gateway.Ledger()).Cost > 0);
    }

    [Fact]
    public async Task Answer_WithoutCost_IsFreeAndNoEstimate()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("one"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine) with { Price = null });
        await gateway.PostChatAsync(Ask);
        Assert.Equal(0, Assert.Single(gateway.Ledger()).Cost);
        Assert.Null(gateway.Usage().Total.LocalEstimateUsd);
    }

    private static EngineOptions Priced(ScriptedEngine engine) => TestEngine.Local(engine) with { Price = null, Cost = PerSecond };
}
