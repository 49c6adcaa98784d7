using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AutoClaw.Core.Pricing.Import;

/// <summary>
/// The prices of one entry. Longer prompts have theirs in keys that end in <c>_above_200k_tokens</c>, or in a list
/// <c>tiered_pricing</c> with ranges; a price that such a step does not name stays that of the step before.
/// </summary>
internal static partial class LiteLlmTiers
{
    private const string Input = "input_cost_per_token";
    private const string Output = "output_cost_per_token";
    private const string CachedInput = "cache_read_input_token_cost";
    private const string CacheWrite = "cache_creation_input_token_cost";
    private const string CacheWriteForHour = "cache_creation_input_token_cost_above_1hr";

    private static readonly string[] Keys = [Input, Output, CachedInput, CacheWrite, CacheWriteForHour];

    /// <summary>Empty where the entry has no price that a price file can say; <paramref name="problem"/> is why.</summary>
    public static ImmutableArray<ImportedTier> Read(JsonElement entry, out string? problem)
    {
        var steps = Steps(entry, out problem);
        var tiers = ImmutableArray.CreateBuilder<ImportedTier>();
        var prices = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (index, (_, numbers)) in steps.Index())
        {
            foreach (var (key, number) in numbers)
            {
                if (!ExactPrice.TryPerToken(number, out var price))
                {
                    problem = "a price is no number from 0 to 100000 USD per million tokens with at most 6 decimals";
                    return [];
                }

                prices[key] = price;
            }

            if (!prices.TryGetValue(Input, out var input))
            {
                problem = "no price of an input token";
                return [];
            }

            // Embeddings have no output and often no price of it.
            tiers.Add(new ImportedTier(
                index + 1 < steps.Count ? steps[index + 1].Above : null, input, Find(prices, CachedInput), Find(prices, CacheWrite), Find(prices, CacheWriteForHour), prices.GetValueOrDefault(Output)));
        }

        return tiers.ToImmutable();
    }

    /// <summary>Keys with a price of something else, each once.</summary>
    public static IEnumerable<string> Ignored(JsonElement entry) => entry.EnumerateObject()
        .Where(field => field.Name.Contains("cost", StringComparison.Ordinal) && !IsRead(field.Name) && !IsZero(field.Value) && !IsOutput(entry, field))
        .Select(field => AnyStep().Replace(field.Name, string.Empty))
        .Distinct();

    // The price of reasoning is that of output in a price file, so one that says the same loses nothing.
    private static bool IsOutput(JsonElement entry, JsonProperty field) =>
        field.Name == "output_cost_per_reasoning_token" && entry.TryGetProperty(Output, out var output) && output.GetRawText() == field.Value.GetRawText();

    private static List<(long Above, List<(string Key, JsonElement Number)> Numbers)> Steps(JsonElement entry, out string? problem)
    {
        problem = "no price of an input token";
        var steps = new SortedDictionary<long, List<(string Key, JsonElement Number)>>();
        foreach (var field in entry.EnumerateObject().Where(field => IsRead(field.Name) && field.Value.ValueKind != JsonValueKind.Null))
        {
            var match = Step().Match(field.Name);
            Add(match.Success ? long.Parse(match.Groups["k"].Value, CultureInfo.InvariantCulture) * 1000 : 0, match.Success ? match.Groups["key"].Value : field.Name, field.Value);
        }

        if (entry.TryGetProperty("tiered_pricing", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var tier in list.EnumerateArray())
            {
                if (tier.ValueKind != JsonValueKind.Object || !tier.TryGetProperty("range", out var range) || range.ValueKind != JsonValueKind.Array
                    || range.GetArrayLength() != 2 || !range[0].TryGetDecimal(out var from) || from < 0 || from != decimal.Truncate(from))
                {
                    problem = "a tier of tiered_pricing has no range";
                    return [];
                }

                foreach (var field in tier.EnumerateObject().Where(field => Keys.Contains(field.Name)))
                {
                    Add((long)from, field.Name, field.Value);
                }
            }
        }

        if (steps.Count > 0 && !steps.ContainsKey(0))
        {
            problem = "no price of short prompts";
            return [];
        }

        return [.. steps.Select(step => (step.Key, step.Value))];

        void Add(long above, string key, JsonElement number)
        {
            if (!steps.TryGetValue(above, out var numbers))
            {
                steps[above] = numbers = [];
            }

            numbers.Add((key, number));
        }
    }

    private static bool IsRead(string name) => Keys.Contains(name) || (Step().Match(name) is { Success: true } match && Keys.Contains(match.Groups["key"].Value));

    private static bool IsZero(JsonElement value) => value.ValueKind is JsonValueKind.Null || (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number == 0);

    private static decimal? Find(Dictionary<string, decimal> prices, string key) => prices.TryGetValue(key, out var price) ? price : null;

    [GeneratedRegex("^(?<key>.+)_above_(?<k>[0-9]{1,6})k_tokens$", RegexOptions.ExplicitCapture)]
    private static partial Regex Step();

    [GeneratedRegex("_above_[0-9]+k_tokens", RegexOptions.ExplicitCapture)]
    private static partial Regex AnyStep();
}
