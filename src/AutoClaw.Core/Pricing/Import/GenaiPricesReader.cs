using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AutoClaw.Core.Pricing.Import;

/// <summary>Reads genai-prices: a list of providers with their models, prices in USD per million tokens, some from a day on.</summary>
internal static partial class GenaiPricesReader
{
    private const string Home = "https://github.com/pydantic/genai-prices";

    public static PriceImport Read(ReadOnlySpan<byte> json, ImportFilter filter) => ImportBuilder.Parse(json, filter, JsonValueKind.Array, static (root, builder) =>
    {
        foreach (var provider in root.EnumerateArray())
        {
            if (Text(provider, "id") is not { } id || !provider.TryGetProperty("models", out var models) || models.ValueKind != JsonValueKind.Array)
            {
                return "Not the format: a provider has an id and a list of models.";
            }

            // Only a pattern that is a host and nothing else says which host it is.
            if (Text(provider, "api_pattern") is { } pattern && Host().Match(pattern) is { Success: true } match)
            {
                builder.Host(match.Groups["host"].Value.Replace("\\", string.Empty, StringComparison.Ordinal), id);
            }

            foreach (var model in models.EnumerateArray())
            {
                var name = Text(model, "id");
                if (name is null)
                {
                    builder.Skip(id, "a model without an id");
                }
                else if (builder.Takes(id, name))
                {
                    ReadModel($"{id}/{name}", id, name, SourceOf(provider), model, builder);
                }
            }
        }

        return null;
    });

    private static void ReadModel(string entry, string provider, string name, string source, JsonElement model, ImportBuilder builder)
    {
        if (!model.TryGetProperty("prices", out var prices) || prices.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            builder.Skip(entry, "names no price");
            return;
        }

        var spans = new List<(DateOnly? From, ImmutableArray<ImportedTier> Tiers)>();
        foreach (var price in prices.ValueKind == JsonValueKind.Array ? [.. prices.EnumerateArray()] : new[] { prices })
        {
            var constrained = prices.ValueKind == JsonValueKind.Array;
            if (constrained && (price.ValueKind != JsonValueKind.Object || !price.TryGetProperty("prices", out _)))
            {
                builder.Skip(entry, "names no price");
                return;
            }

            if (!TryStart(price, constrained, out var from))
            {
                builder.Skip(entry, "the price depends on the time of day");
                return;
            }

            var tiers = GenaiPricesTiers.Read(constrained ? price.GetProperty("prices") : price, out var problem, text => builder.Note(entry, text));
            if (tiers.IsEmpty)
            {
                builder.Skip(entry, problem!);
                return;
            }

            spans.Add((from, tiers));
        }

        if (spans.Count == 0 || spans.Select(span => span.From).Distinct().Count() < spans.Count)
        {
            builder.Skip(entry, spans.Count == 0 ? "names no price" : "two prices from the same day on");
            return;
        }

        var (aliases, snapshots) = Names(name, model, entry, builder);
        var ordered = spans.OrderBy(span => span.From ?? DateOnly.MinValue).ToList();
        builder.Add(
        [
            .. ordered.Select((span, index) => new ImportedRow
            {
                Entry = entry, Provider = provider, Model = name, Aliases = aliases, Snapshots = snapshots, Tiers = span.Tiers, Source = source,
                ValidFrom = span.From,
                ValidTo = index + 1 < ordered.Count ? ordered[index + 1].From!.Value.AddDays(-1) : null,
            }),
        ]);
    }

    private static bool TryStart(JsonElement price, bool constrained, out DateOnly? from)
    {
        from = null;
        if (!constrained || !price.TryGetProperty("constraint", out var constraint) || constraint.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (!DateOnly.TryParseExact(Text(constraint, "start_date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return false;
        }

        from = day;
        return true;
    }

    // Names that are equal, and names that begin with one, where those are dated snapshots: that much of their rules a price file can say.
    private static (ImmutableArray<string> Aliases, bool Snapshots) Names(string name, JsonElement model, string entry, ImportBuilder builder)
    {
        var (names, snapshots) = (new List<string>(), false);
        if (model.TryGetProperty("match", out var match))
        {
            foreach (var (rule, text) in Clauses(match))
            {
                if (rule is "equals" or "starts_with")
                {
                    names.Add(text);
                    snapshots |= rule == "starts_with";
                }
                else
                {
                    builder.Note(entry, $"names by '{rule}' were left out");
                }
            }
        }

        return ([.. names.Where(text => text.Length > 0 && !text.Equals(name, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase)], snapshots);
    }

    private static IEnumerable<(string Rule, string Text)> Clauses(JsonElement match)
    {
        if (match.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var clause in match.EnumerateObject())
        {
            if (clause is { Name: "or", Value.ValueKind: JsonValueKind.Array })
            {
                foreach (var inner in clause.Value.EnumerateArray().SelectMany(Clauses))
                {
                    yield return inner;
                }
            }
            else
            {
                yield return (clause.Name, clause.Value.ValueKind == JsonValueKind.String ? clause.Value.GetString()! : string.Empty);
            }
        }
    }

    private static string SourceOf(JsonElement provider) =>
        provider.TryGetProperty("pricing_urls", out var urls) && urls.ValueKind == JsonValueKind.Array
        && urls.EnumerateArray().Select(url => url.ValueKind == JsonValueKind.String ? url.GetString()! : string.Empty).FirstOrDefault(url => url.StartsWith("https://", StringComparison.Ordinal)) is { } page
            ? $"{page} via {Home}"
            : Home;

    private static string? Text(JsonElement element, string key) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    [GeneratedRegex(@"^https://(?<host>[a-z0-9-]+(\\\.[a-z0-9-]+)+)/?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Host();
}
