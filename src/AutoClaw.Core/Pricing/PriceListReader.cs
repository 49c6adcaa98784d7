using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AutoClaw.Core.Model;

namespace AutoClaw.Core.Pricing;

/// <summary>Reads a price file and collects all its problems. One instance reads one file.</summary>
internal sealed class PriceListReader
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private static readonly string[] PriceKeys = ["input", "cached_input", "cache_write", "cache_write_1h", "output"];

    private readonly ImmutableArray<PriceProblem>.Builder _problems = ImmutableArray.CreateBuilder<PriceProblem>();

    public static PriceListLoad Read(ReadOnlySpan<byte> json)
    {
        // A file saved by some editors starts with a byte order mark, which is not JSON.
        var text = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
        var reader = new PriceListReader();
        try
        {
            using var document = JsonDocument.Parse(text.ToArray(), Lenient);
            var list = reader.ReadList(document.RootElement);
            return new PriceListLoad(reader._problems.Count == 0 ? list : null, reader._problems.ToImmutable());
        }
        catch (JsonException e)
        {
            return new PriceListLoad(null, [new PriceProblem($"line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}", "Not valid JSON.")]);
        }
    }

    private PriceList? ReadList(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Report("", "The file holds one object with version, currency, per_tokens and rows.");
            return null;
        }

        CheckKeys(root, "", "version", "currency", "per_tokens", "providers", "rows");
        var version = Text(root, "", "version", required: true) ?? "";
        Expect(root, "currency", JsonValueKind.String, value => value.GetString() == "USD", "Only USD is known.");
        Expect(root, "per_tokens", JsonValueKind.Number, value => value.TryGetInt64(out var n) && n == 1_000_000, "Prices are per 1000000 tokens.");
        var hosts = ReadProviders(root);
        var rows = ReadRows(root, version);
        ReportOverlaps(rows);
        return _problems.Count == 0 ? new PriceList(version, [.. rows], hosts) : null;
    }

    private FrozenDictionary<string, string> ReadProviders(JsonElement root)
    {
        var hosts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!root.TryGetProperty("providers", out var providers))
        {
            return FrozenDictionary<string, string>.Empty;
        }

        if (providers.ValueKind != JsonValueKind.Object)
        {
            Report("providers", "An object: provider name to a list of host names.");
            return FrozenDictionary<string, string>.Empty;
        }

        foreach (var provider in providers.EnumerateObject())
        {
            foreach (var host in Texts(providers, "providers", provider.Name))
            {
                if (!hosts.TryAdd(host, provider.Name))
                {
                    Report($"providers.{provider.Name}", $"The host {host} is already taken by {hosts[host]}.");
                }
            }
        }

        return hosts.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private List<PriceRow> ReadRows(JsonElement root, string version)
    {
        var rows = new List<PriceRow>();
        if (!root.TryGetProperty("rows", out var array) || array.ValueKind != JsonValueKind.Array)
        {
            Report("rows", "A list of rows is required.");
            return rows;
        }

        foreach (var (index, element) in array.EnumerateArray().Index())
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"rows[{index}]");
            if (element.ValueKind != JsonValueKind.Object)
            {
                Report(where, "A row is an object.");
                continue;
            }

            rows.Add(ReadRow(element, where, version));
        }

        return rows;
    }

    private PriceRow ReadRow(JsonElement element, string where, string version)
    {
        CheckKeys(
            element, where, "model", "aliases", "snapshots", "provider", "input", "cached_input", "cache_write", "cache_write_1h", "output", "tiers", "valid_from", "valid_to", "source", "checked_on", "confidence", "retires_on", "retirement_source");
        var row = new PriceRow
        {
            Model = Text(element, where, "model", required: true) ?? "",
            Aliases = [.. Texts(element, where, "aliases")],
            Snapshots = Flag(element, where, "snapshots"),
            Provider = Text(element, where, "provider", required: true) ?? "",
            Tiers = ReadTiers(element, where),
            ValidFrom = Day(element, where, "valid_from"),
            ValidTo = Day(element, where, "valid_to"),
            Source = Text(element, where, "source", required: false),
            CheckedOn = Day(element, where, "checked_on"),
            Confidence = ReadConfidence(element, where),
            RetiresOn = Day(element, where, "retires_on"),
            RetirementSource = Text(element, where, "retirement_source", required: false),
            Version = version,
        };
        if (row.ValidFrom > row.ValidTo)
        {
            Report($"{where}.valid_to", "Lies before valid_from.");
        }

        if (row is { RetirementSource: not null, RetiresOn: null })
        {
            Report($"{where}.retirement_source", "Stands beside retires_on.");
        }

        return row;
    }

    private Confidence? ReadConfidence(JsonElement element, string where)
    {
        switch (Text(element, where, "confidence", required: false))
        {
            case "low":
                return Confidence.Low;
            case "medium":
                return Confidence.Medium;
            case "high":
                return Confidence.High;
            case null:
                return null;
            default:
                Report($"{where}.confidence", "One of low, medium, high.");
                return null;
        }
    }

    private ImmutableArray<PriceTier> ReadTiers(JsonElement element, string where)
    {
        if (!element.TryGetProperty("tiers", out var tiers))
        {
            return [ReadTier(element, where, upTo: null)];
        }

        if (tiers.ValueKind != JsonValueKind.Array || tiers.GetArrayLength() == 0)
        {
            Report($"{where}.tiers", "A list of at least one tier.");
            return [];
        }

        if (Array.Exists(PriceKeys, key => element.TryGetProperty(key, out _)))
        {
            Report(where, "Prices stand either in the row or in its tiers.");
        }

        var read = ImmutableArray.CreateBuilder<PriceTier>();
        foreach (var (index, tier) in tiers.EnumerateArray().Index())
        {
            var tierWhere = string.Create(CultureInfo.InvariantCulture, $"{where}.tiers[{index}]");
            if (tier.ValueKind != JsonValueKind.Object)
            {
                Report(tierWhere, "A tier is an object.");
                continue;
            }

            CheckKeys(tier, tierWhere, "up_to", "input", "cached_input", "cache_write", "cache_write_1h", "output");
            var last = index == tiers.GetArrayLength() - 1;
            long? upTo = tier.TryGetProperty("up_to", out var limit) && limit.ValueKind == JsonValueKind.Number && limit.TryGetInt64(out var n) ? n : null;
            if (last != (upTo is null) || upTo <= 0 || (read.Count > 0 && upTo <= read[^1].UpTo))
            {
                Report($"{tierWhere}.up_to", "Every tier but the last has a whole number of prompt tokens, ascending; the last has none.");
            }

            read.Add(ReadTier(tier, tierWhere, upTo));
        }

        return read.ToImmutable();
    }

    private PriceTier ReadTier(JsonElement element, string where, long? upTo)
    {
        var input = Price(element, where, "input", required: true);
        var cached = Price(element, where, "cached_input", required: false);
        var output = Price(element, where, "output", required: true);
        var write = Price(element, where, "cache_write", required: false) ?? input ?? 0;
        return new PriceTier(upTo, input ?? 0, cached ?? input ?? 0, output ?? 0)
        {
            CacheWrite = write, CacheWriteForHour = Price(element, where, "cache_write_1h", required: false) ?? write,
        };
    }

    private void ReportOverlaps(List<PriceRow> rows)
    {
        var seen = new Dictionary<string, List<PriceRow>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, row) in rows.Index())
        {
            foreach (var name in row.Aliases.Append(row.Model).Where(name => name.Length > 0))
            {
                var key = $"{row.Provider}\n{name}";
                if (!seen.TryGetValue(key, out var earlier))
                {
                    seen[key] = earlier = [];
                }

                if (earlier.Any(row.Overlaps))
                {
                    Report($"rows[{index.ToString(CultureInfo.InvariantCulture)}]", $"A second price of {row.Provider} for {name} on the same days.");
                }

                earlier.Add(row);
            }
        }
    }

    private long? Price(JsonElement element, string where, string key, bool required)
    {
        if (!element.TryGetProperty(key, out var value))
        {
            if (required)
            {
                Report($"{where}.{key}", "Missing. " + UsdPerMillion.Rule);
            }

            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var usd) && UsdPerMillion.TryToPicodollars(usd, out var picodollars))
        {
            return picodollars;
        }

        Report($"{where}.{key}", UsdPerMillion.Rule);
        return null;
    }

    private string? Text(JsonElement element, string where, string key, bool required)
    {
        if (element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null)
        {
            if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
            {
                return text;
            }

            Report(Join(where, key), "A text that is not empty.");
        }
        else if (required)
        {
            Report(Join(where, key), "Missing.");
        }

        return null;
    }

    private List<string> Texts(JsonElement element, string where, string key)
    {
        var texts = new List<string>();
        if (!element.TryGetProperty(key, out var value))
        {
            return texts;
        }

        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String || item.GetString() is not { Length: > 0 }))
        {
            Report(Join(where, key), "A list of texts.");
            return texts;
        }

        texts.AddRange(value.EnumerateArray().Select(item => item.GetString()!));
        return texts;
    }

    private bool Flag(JsonElement element, string where, string key)
    {
        if (!element.TryGetProperty(key, out var value))
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Report(Join(where, key), "true or false.");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    private DateOnly? Day(JsonElement element, string where, string key)
    {
        if (!element.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        Report(Join(where, key), "A day as yyyy-mm-dd.");
        return null;
    }

    private void Expect(JsonElement element, string key, JsonValueKind kind, Func<JsonElement, bool> holds, string message)
    {
        if (!element.TryGetProperty(key, out var value) || value.ValueKind != kind || !holds(value))
        {
            Report(key, message);
        }
    }

    private void CheckKeys(JsonElement element, string where, params ReadOnlySpan<string> known)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                Report(Join(where, property.Name), "Unknown key.");
            }
        }
    }

    private static string Join(string where, string key) => where.Length == 0 ? key : $"{where}.{key}";

    private void Report(string where, string message) => _problems.Add(new PriceProblem(where, message));
}
