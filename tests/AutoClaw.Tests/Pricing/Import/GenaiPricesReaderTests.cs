using System.Text;
using AutoClaw.Core.Pricing;
using AutoClaw.Core.Pricing.Import;

namespace AutoClaw.Tests.Pricing.Import;

public sealed class GenaiPricesReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Read_Model_HasItsPricesNamesAndHost()
    {
        var list = Imported("""
            { "id": "m-4", "name": "M 4", "match": { "or": [ { "starts_with": "m-4" }, { "equals": "m-four" }, { "contains": "emm" } ] },
              "prices": { "input_mtok": 0.8, "cache_write_mtok": 1, "cache_read_mtok": 0.08, "cache_write_1h_mtok": 1.6, "output_mtok": 4, "input_audio_mtok": 9 } }
            """);
        var row = list.Find("m-4", Now)!;

        var tier = Assert.Single(row.Tiers);
        Assert.Equal((800_000, 80_000, 1_000_000, 1_600_000, 4_000_000), (tier.Input, tier.CachedInput, tier.CacheWrite, tier.CacheWriteForHour, tier.Output));
        Assert.Equal("https://acme.example/pricing via https://github.com/pydantic/genai-prices", row.Source);
        Assert.Same(row, list.Find("m-four", Now));
        Assert.Same(row, list.Find("m-4-2026-01-01", Now));
        Assert.Null(list.Find("the-emm", Now));
        Assert.Equal("acme", list.ProviderOf(new Uri("https://api.acme.example/v1")));
    }

    [Fact]
    public void Read_TiersWithStartsOfTheirOwn_AreJoined()
    {
        var row = Imported("""
            { "id": "m", "match": { "equals": "m" }, "prices": {
                "input_mtok": { "base": 1, "tiers": [ { "start": 200000, "price": 2 } ] },
                "output_mtok": { "base": 10, "tiers": [ { "start": 100000, "price": 12 }, { "start": 200000, "price": 15 } ] }, "cache_read_mtok": 0.1 } }
            """).Find("m", Now)!;

        Assert.Equal([(100_000L, 1_000_000L, 10_000_000L), (200_000, 1_000_000, 12_000_000), (null, 2_000_000, 15_000_000)], row.Tiers.Select(tier => (tier.UpTo, tier.Input, tier.Output)));
        Assert.All(row.Tiers, tier => Assert.Equal(100_000, tier.CachedInput));
        Assert.Equal(1_000_000, row.TierFor(200_000).Input);
        Assert.Equal(2_000_000, row.TierFor(200_001).Input);
    }

    [Fact]
    public void Read_PriceFromADayOn_HoldsFromThatDay()
    {
        var list = Imported("""
            { "id": "o", "match": { "equals": "o" }, "prices": [
                { "prices": { "input_mtok": 10, "output_mtok": 40 } },
                { "constraint": { "start_date": "2026-06-10" }, "prices": { "input_mtok": 2, "output_mtok": 8 } } ] }
            """);

        Assert.Equal(10_000_000, list.Find("o", new DateTimeOffset(2026, 6, 9, 23, 59, 0, TimeSpan.Zero))!.Tiers[0].Input);
        Assert.Equal(2_000_000, list.Find("o", new DateTimeOffset(2026, 6, 10, 0, 0, 0, TimeSpan.Zero))!.Tiers[0].Input);
    }

    [Fact]
    public void Read_EveryEntry_IsInARowOrReported()
    {
        var import = Read("""
            { "id": "first", "match": { "equals": "first" }, "prices": { "input_mtok": 1, "output_mtok": 2, "requests_kcount": 5 } },
            { "id": "second", "match": { "or": [ { "equals": "FIRST" }, { "equals": "third" } ] }, "prices": { "input_mtok": 1, "output_mtok": 2 } },
            { "id": "third", "match": { "equals": "third" }, "prices": { "input_mtok": 1, "output_mtok": 2 } },
            { "id": "empty", "match": {}, "prices": {} },
            { "id": "audio", "match": {}, "prices": { "input_audio_mtok": 1 } },
            { "id": "none", "match": {} },
            { "id": "list", "match": {}, "prices": [] },
            { "id": "night", "match": {}, "prices": [ { "prices": { "input_mtok": 1 } }, { "constraint": { "start_time": "00:30:00Z", "end_time": "16:30:00Z" }, "prices": { "input_mtok": 1 } } ] },
            { "id": "twice", "match": {}, "prices": [ { "prices": { "input_mtok": 1 } }, { "prices": { "input_mtok": 2 } } ] },
            { "id": "fine", "match": {}, "prices": { "input_mtok": 0.0000001 } },
            { "id": "tier", "match": {}, "prices": { "input_mtok": { "base": 1, "tiers": [ { "start": 0, "price": 2 } ] } } },
            { "match": {} }
            """);

        Assert.Equal(["first", "second"], import.Rows.Select(row => row.Model));
        Assert.Equal(
            [
                "acme/third: another entry has the name at the same provider", "acme/empty: names no price of input tokens", "acme/audio: names no price of input tokens",
                "acme/none: names no price", "acme/list: names no price", "acme/night: the price depends on the time of day", "acme/twice: two prices from the same day on",
                "acme/fine: a price is no number from 0 to 100000 USD per million tokens with at most 6 decimals",
                "acme/tier: a price is no number from 0 to 100000 USD per million tokens with at most 6 decimals", "acme: a model without an id",
            ],
            import.Skipped.Select(remark => $"{remark.Entry}: {remark.Text}"));
        Assert.Equal(
            ["acme/first: requests_kcount was left out", "acme/second: a second name was left out: another entry has it", "acme/audio: input_audio_mtok was left out"],
            import.Notes.Select(remark => $"{remark.Entry}: {remark.Text}"));
        Assert.Equal(["third"], import.Rows[1].Aliases);
        Assert.Empty(PriceList.Load(import.ToPriceFile("v", new DateOnly(2026, 11, 27))).Problems);
    }

    [Theory]
    [InlineData("{}", "Not the format: it begins with a list.")]
    [InlineData("[ { \"id\": \"x\" } ]", "Not the format: a provider has an id and a list of models.")]
    [InlineData("[", "Not valid JSON: line 1, column 2.")]
    public void Read_AnotherFile_SaysSo(string json, string problem) =>
        Assert.Equal(problem, PriceImport.Read(PriceSource.GenaiPrices, Encoding.UTF8.GetBytes(json), new ImportFilter()).Problem);

    [Theory]
    [InlineData("https://api\\\\.acme\\\\.example", "api.acme.example")]
    [InlineData("https://(.*\\\\.)?acme\\\\.example", null)]
    [InlineData("https://router\\\\.acme\\\\.example/here", null)]
    public void Read_Host_IsTakenOnlyWhereThePatternIsOne(string pattern, string? host)
    {
        var import = PriceImport.Read(
            PriceSource.GenaiPrices,
            Encoding.UTF8.GetBytes($$"""[ { "id": "a", "api_pattern": "{{pattern}}", "models": [ { "id": "m", "match": {}, "prices": { "input_mtok": 1 } } ] } ]"""),
            new ImportFilter());

        Assert.Equal(host, import.Hosts.SelectMany(pair => pair.Value).SingleOrDefault());
    }

    private static PriceImport Read(string models) => PriceImport.Read(
        PriceSource.GenaiPrices,
        Encoding.UTF8.GetBytes($$"""[ { "id": "acme", "name": "Acme", "pricing_urls": [ "https://acme.example/pricing" ], "api_pattern": "https://api\\.acme\\.example", "models": [ {{models}} ] } ]"""),
        new ImportFilter());

    private static PriceList Imported(string models)
    {
        var load = PriceList.Load(Read(models).ToPriceFile("v", new DateOnly(2026, 11, 27)));
        Assert.Empty(load.Problems);
        return load.List!;
    }
}
