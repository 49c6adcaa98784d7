using System.Collections.Immutable;
using System.Text.Json;

namespace AutoClaw.Core.Pricing.Import;

/// <summary>The prices of one model at one time: each is a number, or one for short prompts and further ones from a length on.</summary>
internal static class GenaiPricesTiers
{
    private const string Input = "input_mtok";
    private const string Output = "output_mtok";
    private const string CachedInput = "cache_read_mtok";
    private const string CacheWrite = "cache_write_mtok";
    private const string CacheWriteForHour = "cache_write_1h_mtok";

    private static readonly string[] Keys = [Input, Output, CachedInput, CacheWrite, CacheWriteForHour];

    /// <summary>Empty where there is no price that a price file can say; <paramref name="problem"/> is why.</summary>
    public static ImmutableArray<ImportedTier> Read(JsonElement prices, out string? problem, Action<string> note)
    {
        problem = null;
        var steps = new Dictionary<string, SortedDictionary<long, decimal>>(StringComparer.Ordinal);
        if (prices.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in prices.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null))
            {
                if (!Keys.Contains(field.Name))
                {
                    note($"{field.Name} was left out");
                }
                else if (Steps(field.Value) is { } read)
                {
                    steps[field.Name] = read;
                }
                else
                {
                    problem = "a price is no number from 0 to 100000 USD per million tokens with at most 6 decimals";
                    return [];
                }
            }
        }

        if (!steps.ContainsKey(Input))
        {
            problem = "names no price of input tokens";
            return [];
        }

        var starts = steps.Values.SelectMany(step => step.Keys).Distinct().Order().ToList();
        return
        [
            .. starts.Select((start, index) => new ImportedTier(
                index + 1 < starts.Count ? starts[index + 1] : null, At(Input, start)!.Value, At(CachedInput, start), At(CacheWrite, start), At(CacheWriteForHour, start), At(Output, start) ?? 0)),
        ];

        decimal? At(string key, long start) => steps.TryGetValue(key, out var step) ? step.Last(pair => pair.Key <= start).Value : null;
    }

    private static SortedDictionary<long, decimal>? Steps(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            return ExactPrice.TryPerMillion(value, out var flat) ? new() { [0] = flat } : null;
        }

        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("base", out var first) || !ExactPrice.TryPerMillion(first, out var price)
            || !value.TryGetProperty("tiers", out var tiers) || tiers.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var steps = new SortedDictionary<long, decimal> { [0] = price };
        foreach (var tier in tiers.EnumerateArray())
        {
            if (tier.ValueKind != JsonValueKind.Object || !tier.TryGetProperty("start", out var start) || start.ValueKind != JsonValueKind.Number || !start.TryGetInt64(out var tokens) || tokens <= 0
                || !tier.TryGetProperty("price", out var further) || !ExactPrice.TryPerMillion(further, out var next))
            {
                return null;
            }

            steps[tokens] = next;
        }

        return steps;
    }
}
