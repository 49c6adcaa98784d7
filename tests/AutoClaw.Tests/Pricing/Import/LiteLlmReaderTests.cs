using System.Text;
using AutoClaw.Core.Pricing;
using AutoClaw.Core.Pricing.Import;
using CsCheck;

namespace AutoClaw.Tests.Pricing.Import;

public sealed class LiteLlmReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Read_PerTokenPrices_AreExactPerMillion()
    {
        var row = Imported("""
            { "gpt-x": { "litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1.25e-06, "cache_read_input_token_cost": 1.25e-07,
                         "cache_creation_input_token_cost": 0.0000015625, "cache_creation_input_token_cost_above_1hr": 2.5E-6, "output_cost_per_token": 0.00001,
                         "source": "https://example.com/pricing", "deprecation_date": "2027-01-14", "max_tokens": 8 } }
            """).Find("gpt-x", Now, "openai")!;

        var tier = Assert.Single(row.Tiers);
        Assert.Equal((1_250_000, 125_000, 1_562_500, 2_500_000, 10_000_000), (tier.Input, tier.CachedInput, tier.CacheWrite, tier.CacheWriteForHour, tier.Output));
        Assert.Equal(("https://example.com/pricing via https://github.com/BerriAI/litellm", new DateOnly(2027, 1, 14)), (row.Source, row.RetiresOn));
        Assert.Equal((new DateOnly(2026, 11, 27), "litellm-x"), (row.CheckedOn, row.Version));
    }

    [Theory]
    [InlineData("2.0000000000000002e-07", 200_000)]
    [InlineData("7.499999999999999e-07", 750_000)]
    [InlineData("5.46875e-07", 546_875)]
    [InlineData("1e-12", 1)]
    public void Read_BinaryFraction_IsThePriceItStandsFor(string printed, long picodollars) => Assert.Equal(
        picodollars, Imported(One($"\"input_cost_per_token\": {printed}, \"output_cost_per_token\": 1e-6")).Find("m", Now)!.Tiers[0].Input);

    [Theory]
    [InlineData("1.5e-12")]
    [InlineData("-1e-6")]
    [InlineData("0.2")]
    [InlineData("1e30")]
    [InlineData("\"1e-6\"")]
    [InlineData("true")]
    public void Read_PriceThatNoFileCanSay_IsReported(string printed)
    {
        var import = Read(One($"\"input_cost_per_token\": {printed}, \"output_cost_per_token\": 1e-6"));

        Assert.Empty(import.Rows);
        Assert.Equal(("p/m", "a price is no number from 0 to 100000 USD per million tokens with at most 6 decimals"), (Assert.Single(import.Skipped).Entry, import.Skipped[0].Text));
    }

    [Fact]
    public void Read_PricesAboveALength_BecomeTiers()
    {
        var row = Imported(One("""
            "input_cost_per_token": 3e-6, "output_cost_per_token": 15e-6, "cache_read_input_token_cost": 3e-7, "cache_creation_input_token_cost_above_1hr": 6e-6,
            "input_cost_per_token_above_128k_tokens": 4e-6,
            "input_cost_per_token_above_200k_tokens": 6e-6, "output_cost_per_token_above_200k_tokens": 22.5e-6, "cache_creation_input_token_cost_above_1hr_above_200k_tokens": 12e-6
            """)).Find("m", Now)!;

        Assert.Equal([128_000, 200_000, null], row.Tiers.Select(tier => tier.UpTo));
        Assert.Equal([3_000_000, 4_000_000, 6_000_000], row.Tiers.Select(tier => tier.Input));
        Assert.Equal([15_000_000, 15_000_000, 22_500_000], row.Tiers.Select(tier => tier.Output));
        Assert.Equal([300_000, 300_000, 300_000], row.Tiers.Select(tier => tier.CachedInput));
        Assert.Equal([6_000_000, 6_000_000, 12_000_000], row.Tiers.Select(tier => tier.CacheWriteForHour));
        Assert.Equal(4_000_000, row.TierFor(200_000).Input);
        Assert.Equal(6_000_000, row.TierFor(200_001).Input);
    }

    [Fact]
    public void Read_TieredPricing_BecomesTiers()
    {
        var row = Imported(One("""
            "tiered_pricing": [ { "range": [32000, 128000], "input_cost_per_token": 2e-6, "output_cost_per_token": 8e-6 },
                                { "range": [0, 32000.0], "input_cost_per_token": 1e-6, "output_cost_per_token": 4e-6 } ]
            """)).Find("m", Now)!;

        Assert.Equal([(32_000L, 1_000_000L, 4_000_000L), (null, 2_000_000, 8_000_000)], row.Tiers.Select(tier => (tier.UpTo, tier.Input, tier.Output)));
    }

    [Fact]
    public void Read_EveryEntry_IsInARowOrReported()
    {
        var import = Read("""
            { "sample_spec": { "litellm_provider": "one of these", "input_cost_per_token": 0.0 },
              "gemini/gemini-x": { "litellm_provider": "gemini", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6,
                                   "input_cost_per_token_batches": 5e-7, "input_cost_per_token_above_200k_tokens_priority": 9e-6, "input_cost_per_token_priority": 8e-6,
                                   "output_cost_per_reasoning_token": 2e-6, "input_cost_per_audio_token": 0.0, "deprecation_date": "soon" },
              "together_ai/meta/L": { "litellm_provider": "together_ai", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6, "output_cost_per_reasoning_token": 4e-6 },
              "fireworks_ai/accounts/f/m": { "litellm_provider": "fireworks_ai", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6 },
              "vertex-g": { "litellm_provider": "vertex_ai-language-models", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6 },
              "vertex_ai/v": { "litellm_provider": "vertex_ai-language-models", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6 },
              "emb": { "litellm_provider": "openai", "mode": "embedding", "input_cost_per_token": 2e-8 },
              "EMB": { "litellm_provider": "openai", "mode": "embedding", "input_cost_per_token": 3e-8 },
              "pic": { "litellm_provider": "openai", "mode": "image_generation", "output_cost_per_image": 0.04 },
              "free": { "litellm_provider": "ollama", "mode": "chat", "input_cost_per_token": 0.0, "output_cost_per_token": 0.0 },
              "chars": { "litellm_provider": "x", "mode": "chat", "input_cost_per_character": 1e-6 },
              "long": { "litellm_provider": "x", "mode": "chat", "input_cost_per_token_above_200k_tokens": 1e-6 },
              "bad": { "litellm_provider": "x", "mode": "chat", "tiered_pricing": [ { "input_cost_per_token": 1e-6 } ] },
              "odd": 7 }
            """);

        Assert.Equal(
            ["google gemini-x", "together meta/L", "fireworks accounts/f/m", "vertex_ai-language-models vertex-g", "vertex_ai-language-models v", "openai emb"],
            import.Rows.Select(row => $"{row.Provider} {row.Model}"));
        Assert.Equal(
            [
                "EMB: another entry has the name at the same provider", "pic: image_generation is not sold by the token of text", "free: costs 0, which there means free or not known",
                "chars: no price of an input token", "long: no price of short prompts", "bad: a tier of tiered_pricing has no range", "odd: names no provider",
            ],
            import.Skipped.Select(remark => $"{remark.Entry}: {remark.Text}"));
        Assert.Equal(
            [
                "gemini/gemini-x: input_cost_per_token_batches was left out", "gemini/gemini-x: input_cost_per_token_priority was left out",
                "gemini/gemini-x: deprecation_date was left out: it is no day", "together_ai/meta/L: output_cost_per_reasoning_token was left out",
            ],
            import.Notes.Select(remark => $"{remark.Entry}: {remark.Text}"));
        Assert.Equal(0, import.NotAskedFor);
        Assert.Empty(Load(import).Problems);
    }

    [Theory]
    [InlineData("openai", null, "a-1 a-2 b-1")]
    [InlineData("OpenAI", "a-*", "a-1 a-2")]
    [InlineData(null, "*-1", "a-1 b-1 c-1")]
    [InlineData(null, "a-1", "a-1")]
    [InlineData("none", null, "")]
    public void Read_Filtered_TakesOnlyWhatIsAskedForAndCountsTheRest(string? provider, string? model, string taken)
    {
        static string Entry(string name, string provider) => $$"""
            "{{name}}": { "litellm_provider": "{{provider}}", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6 }
            """;

        var import = PriceImport.Read(
            PriceSource.LiteLlm, Encoding.UTF8.GetBytes($"{{ {Entry("a-1", "openai")}, {Entry("a-2", "openai")}, {Entry("b-1", "openai")}, {Entry("c-1", "azure")} }}"), new ImportFilter(provider, model));

        Assert.Equal(taken, string.Join(' ', import.Rows.Select(row => row.Model)));
        Assert.Equal(4, import.Rows.Length + import.NotAskedFor);
    }

    [Theory]
    [InlineData("[]", "Not the format: it begins with an object.")]
    [InlineData("{", "Not valid JSON: line 1, column 2.")]
    public void Read_AnotherFile_SaysSo(string json, string problem) => Assert.Equal(problem, Read(json).Problem);

    /// <summary>Whatever is in it, the price file can be loaded, and no entry is lost.</summary>
    [Fact]
    public void Read_AnyEntries_GiveAPriceFileThatLoads()
    {
        var number = AnyOf("0", "1e-6", "2.5e-07", "3e-13", "-1", "null", "\"x\"", "1.1e-5");
        var key = AnyOf(
            "input_cost_per_token", "output_cost_per_token", "cache_read_input_token_cost", "input_cost_per_token_above_128k_tokens", "output_cost_per_token_above_200k_tokens",
            "cache_creation_input_token_cost_above_1hr", "input_cost_per_token_batches");
        var entry = Gen.Select(AnyOf("m", "M", "p/m", "n", "q/x"), AnyOf("p", "q"), AnyOf("chat", "embedding", "rerank"), Gen.Select(key, number).Array[0, 6]);

        entry.Array[0, 8].Sample(
            entries =>
            {
                var distinct = entries.DistinctBy(one => one.Item1).ToList();
                var json = "{" + string.Join(',', distinct.Select(one =>
                    $"\"{one.Item1}\": {{ \"litellm_provider\": \"{one.Item2}\", \"mode\": \"{one.Item3}\"{string.Concat(one.Item4.DistinctBy(pair => pair.Item1).Select(pair => $", \"{pair.Item1}\": {pair.Item2}"))} }}")) + "}";
                var import = Read(json);
                var load = Load(import);
                return load.List is not null && load.List.Rows.Length == import.Rows.Length && import.Rows.Length + import.Skipped.Length == distinct.Count;
            },
            iter: 10_000);
    }

    private static Gen<string> AnyOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static string One(string fields) => $$"""{ "p/m": { "litellm_provider": "p", "mode": "chat", {{fields}} } }""";

    private static PriceImport Read(string json) => PriceImport.Read(PriceSource.LiteLlm, Encoding.UTF8.GetBytes(json), new ImportFilter());

    private static PriceListLoad Load(PriceImport import) => PriceList.Load(import.ToPriceFile("litellm-x", new DateOnly(2026, 11, 27)));

    private static PriceList Imported(string json)
    {
        var load = Load(Read(json));
        Assert.Empty(load.Problems);
        return load.List!;
    }
}
