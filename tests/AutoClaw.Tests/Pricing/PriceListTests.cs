using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;

namespace AutoClaw.Tests.Pricing;

public sealed class PriceListTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Shipped_EveryRow_SaysWhereAndWhenItWasRead() => Assert.All(PriceList.Shipped.Rows, row =>
    {
        Assert.StartsWith("https://", row.Source, StringComparison.Ordinal);
        Assert.NotNull(row.CheckedOn);
        Assert.NotNull(row.Confidence);
        Assert.True((row.RetiresOn is null) == (row.RetirementSource is null), $"{row.Model}: a day of retirement has a source.");
        Assert.StartsWith("https://", row.RetirementSource ?? "https://", StringComparison.Ordinal);
        Assert.Equal(PriceList.Shipped.Version, row.Version);
        Assert.All(row.Tiers, tier => Assert.True(tier.CachedInput <= tier.Input, $"{row.Model}: cached tokens cost more than uncached ones."));
    });

    [Theory]
    [InlineData("gpt-4o", 2.5, 1.25, 10)]
    [InlineData("gpt-4o-2024-08-06", 2.5, 1.25, 10)]
    [InlineData("gpt-4o-2024-05-13", 5, 5, 15)]
    [InlineData("GPT-4.1-Mini-2025-04-14", 0.4, 0.1, 1.6)]
    [InlineData("o4-mini", 1.1, 0.275, 4.4)]
    [InlineData("gemini-2.5-flash", 0.3, 0.03, 2.5)]
    [InlineData("models/gemini-2.5-flash", 0.3, 0.03, 2.5)]
    [InlineData("claude-haiku-4-5-20251001", 1, 0.1, 5)]
    [InlineData("claude-3-7-sonnet-latest", 3, 0.3, 15)]
    [InlineData("text-embedding-3-small", 0.02, 0.02, 0)]
    public void Find_ShippedModel_HasItsListPrice(string model, double input, double cached, double output)
    {
        var tier = PriceList.Shipped.Find(model, Now)!.TierFor(1_000);

        Assert.Equal(((long)(input * 1e6), (long)(cached * 1e6), (long)(output * 1e6)), (tier.Input, tier.CachedInput, tier.Output));
    }

    [Theory]
    [InlineData("gpt-4o-audio-preview")]
    [InlineData("gemini-2.5-flash-preview-05-20")]
    [InlineData("gpt-4o-2024-13")]
    [InlineData("llama-3.2-3b-instruct")]
    [InlineData("")]
    public void Find_OtherModel_IsUnknown(string model) => Assert.Null(PriceList.Shipped.Find(model, Now));

    [Fact]
    public void Find_Gemini25Pro_CostsMorePastItsTier()
    {
        var row = PriceList.Shipped.Find("gemini-2.5-pro", Now)!;

        Assert.Equal(Money.FromUsd(0.25m + 0.01m), CostCalculator.Cost(row, new Usage(200_000, 0, 1_000, 0, false)));
        Assert.Equal(Money.FromUsd(0.5000025m + 0.015m), CostCalculator.Cost(row, new Usage(200_001, 0, 1_000, 0, false)));
    }

    [Fact]
    public void Find_PriceThatChanged_IsThatOfTheDay()
    {
        static long Cached(int day, int hour = 0) =>
            PriceList.Shipped.Find("claude-sonnet-5-5", new DateTimeOffset(2026, 10, day, hour, 0, 0, TimeSpan.Zero))!.Tiers[0].CachedInput;

        Assert.Equal((200_000, 200_000, 100_000), (Cached(6), Cached(6, 23), Cached(7)));
    }

    [Fact]
    public void Find_RetiredModel_StillHasThePriceItHad()
    {
        var row = PriceList.Shipped.Find("gpt-4-turbo", Now)!;

        Assert.Equal((new DateOnly(2026, 10, 23), Confidence.High, 10_000_000), (row.RetiresOn, row.Confidence, row.Tiers[0].Input));
    }

    [Fact]
    public void EffectiveRows_Overridden_AreOnlyThoseOfTheUpperList()
    {
        var mine = Load("""
            { "version": "mine", "currency": "USD", "per_tokens": 1000000, "rows": [
              { "model": "GPT-4o", "provider": "openai", "input": 1, "output": 2 }, { "model": "own", "provider": "me", "input": 1, "output": 2 } ] }
            """).List!;

        var rows = PriceList.Shipped.WithOverrides(mine).EffectiveRows().ToList();

        Assert.Equal(PriceList.Shipped.Rows.Length + 1, rows.Count);
        Assert.Equal("mine", Assert.Single(rows, row => row is { Provider: "openai" } && row.Model.Equals("gpt-4o", StringComparison.OrdinalIgnoreCase)).Version);
    }

    [Fact]
    public void Find_SameNameAtTwoProviders_NeedsTheProvider()
    {
        const string Model = "openai/gpt-oss-120b";
        var groq = PriceList.Shipped.ProviderOf(new Uri("https://api.groq.com/openai/v1"));

        Assert.Null(PriceList.Shipped.Find(Model, Now));
        Assert.Equal("groq", groq);
        Assert.Equal(75_000, PriceList.Shipped.Find(Model, Now, groq)!.Tiers[0].CachedInput);
        Assert.Equal(150_000, PriceList.Shipped.Find(Model, Now, "Together")!.Tiers[0].CachedInput);
        Assert.Null(PriceList.Shipped.Find(Model, Now, "openai"));
        Assert.Null(PriceList.Shipped.ProviderOf(new Uri("http://127.0.0.1:11434/v1")));
    }

    [Theory]
    [InlineData("gpt-4o", null)]
    [InlineData("gpt-4.1-2025-04-14", "openai")]
    [InlineData("no-such-model", null)]
    public void Find_Any_AllocatesNothing(string model, string? provider) =>
        Assert.Equal(0, Allocations.Of(() => PriceList.Shipped.Find(model, Now, provider)));

    [Fact]
    public void WithOverrides_TheirRows_WinAndTheRestStays()
    {
        var mine = Load("""
            { "version": "mine", "currency": "USD", "per_tokens": 1000000, "providers": { "me": ["llm.example.com"] }, "rows": [
              { "model": "gpt-4o", "provider": "contract", "snapshots": true, "input": 1, "output": 2 },
              { "model": "house-model", "provider": "me", "input": 0, "output": 0 } ] }
            """).List!;

        var prices = PriceList.Shipped.WithOverrides(mine);

        Assert.Equal("mine+" + PriceList.Shipped.Version, prices.Version);
        Assert.Equal(("contract", "mine"), (prices.Find("gpt-4o", Now)!.Provider, prices.Find("gpt-4o", Now)!.Version));
        Assert.Equal(2_500_000, prices.Find("gpt-4o-2024-08-06", Now)!.Tiers[0].Input);
        Assert.Equal(1_000_000, prices.Find("gpt-4o-2030-01-01", Now)!.Tiers[0].Input);
        Assert.Equal(2_500_000, prices.Find("gpt-4o", Now, "openai")!.Tiers[0].Input);
        Assert.Equal(PriceList.Shipped.Version, prices.Find("o3", Now)!.Version);
        Assert.Equal(Money.Zero, CostCalculator.Cost(prices.Find("house-model", Now), new Usage(9, 0, 9, 0, false)));
        Assert.Equal(("me", "openai"), (prices.ProviderOf(new Uri("https://llm.example.com/v1")), prices.ProviderOf(new Uri("https://api.openai.com/v1"))));
    }

    [Fact]
    public void WithOverrides_Twice_TheLastWins()
    {
        static PriceList List(string version, int input) => Load(
            $$"""{"version":"{{version}}","currency":"USD","per_tokens":1000000,"rows":[{"model":"m","provider":"p","input":{{input}},"output":1}]}""").List!;

        var stacked = List("a", 1).WithOverrides(List("b", 2).WithOverrides(List("c", 3)));

        Assert.Equal(("c+b+a", 3_000_000), (stacked.Version, stacked.Find("m", Now)!.Tiers[0].Input));
    }

    [Fact]
    public void Load_EverythingWrong_ReportsItAllAtOnce()
    {
        var load = Load("""
            { "currency": "EUR", "per_tokens": 1000, "colour": 1, "providers": { "a": ["h"], "b": ["H"], "c": "h2" }, "rows": [
              { "model": "", "provider": "p", "input": -1, "output": "x", "cached_input": 0.0000001 },
              { "model": "m", "provider": "p", "tiers": [] },
              { "model": "m", "provider": "p", "input": 1, "tiers": [ { "up_to": 5, "input": 1, "output": 1 }, { "up_to": 5, "input": 1, "output": 1, "x": 1 } ] },
              { "model": "n", "provider": "p", "input": 1, "output": 1, "valid_from": "2026-02-30", "snapshots": "yes", "aliases": [1] },
              { "model": "o", "provider": "p", "input": 1, "output": 1, "valid_from": "2026-03-01", "valid_to": "2026-02-01" },
              { "model": "q", "provider": "p", "input": 1, "output": 1, "valid_to": "2026-02-01" },
              { "model": "Q", "provider": "p", "input": 1, "output": 1, "valid_from": "2026-02-01" },
              { "provider": "p", "input": 1e6, "output": 1 },
              7,
              { "model": "r", "provider": "p", "input": 1, "output": 1, "confidence": "sure", "retirement_source": "https://example.com" } ] }
            """);

        Assert.Null(load.List);
        Assert.Equal(
            [
                "colour", "currency", "per_tokens", "providers.b", "providers.c", "rows[0].cached_input", "rows[0].input", "rows[0].model", "rows[0].output",
                "rows[1].tiers", "rows[2]", "rows[2]", "rows[2].tiers[1].up_to", "rows[2].tiers[1].x", "rows[3].aliases", "rows[3].snapshots", "rows[3].valid_from",
                "rows[4].valid_to", "rows[6]", "rows[7].input", "rows[7].model", "rows[8]", "rows[9].confidence", "rows[9].retirement_source",
                "version",
            ],
            load.Problems.Select(problem => problem.Where).Order(StringComparer.Ordinal));
        Assert.All(load.Problems, problem => Assert.NotEmpty(problem.Message));
    }

    [Theory]
    [InlineData("{\n  \"version\": }", "line 2, column 14")]
    [InlineData("", "line 1, column 1")]
    [InlineData("[]", "")]
    public void Load_NoPriceFile_SaysWhere(string json, string where) => Assert.Equal(where, Assert.Single(Load(json).Problems).Where);

    [Fact]
    public void Load_ByteOrderMark_IsNoProblem() =>
        Assert.Empty(Load("\uFEFF{\"version\":\"v\",\"currency\":\"USD\",\"per_tokens\":1000000,\"rows\":[]}").Problems);

    private static PriceListLoad Load(string json) => PriceList.Load(Encoding.UTF8.GetBytes(json));
}
