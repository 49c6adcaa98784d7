using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace AutoClaw.Core.Advisor.Data;

/// <summary>Reads market data and collects all its problems. One instance reads one file.</summary>
internal sealed class MarketReader
{
    private readonly MarketFields _fields = new();

    public static MarketDataLoad Read(ReadOnlySpan<byte> json)
    {
        var reader = new MarketReader();
        try
        {
            using var document = JsonDocument.Parse(json.ToArray());
            var data = reader.ReadData(document.RootElement);
            var problems = reader._fields.Problems;
            return new MarketDataLoad(problems.IsEmpty ? data : null, problems);
        }
        catch (JsonException e)
        {
            return new MarketDataLoad(null, [new MarketProblem($"line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}", "Not valid JSON.")]);
        }
    }

    private MarketData? ReadData(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            _fields.Report("", "The file holds one object.");
            return null;
        }

        _fields.CheckKeys(root, "", "version", "currency", "accelerators", "prices", "throughput", "defaults", "availability");
        if (_fields.Text(root, "", "currency") is { Length: > 0 } currency && currency != "USD")
        {
            _fields.Report("currency", "Only USD is known.");
        }

        var data = new MarketData
        {
            Version = _fields.Text(root, "", "version"),
            Accelerators = Rows(root, "accelerators", ReadAccelerator),
            Prices = Rows(root, "prices", ReadPrice),
            Throughput = Rows(root, "throughput", ReadThroughput),
            Defaults = Rows(root, "defaults", ReadDefault),
            Availability = Rows(root, "availability", ReadAvailability),
        };
        CheckNames(data);
        return data;
    }

    private ImmutableArray<T> Rows<T>(JsonElement root, string key, Func<JsonElement, string, T> read)
    {
        if (!root.TryGetProperty(key, out var array) || array.ValueKind != JsonValueKind.Array)
        {
            _fields.Report(key, "A list of rows is required.");
            return [];
        }

        var rows = ImmutableArray.CreateBuilder<T>();
        foreach (var (index, element) in array.EnumerateArray().Index())
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"{key}[{index}]");
            if (element.ValueKind == JsonValueKind.Object)
            {
                rows.Add(read(element, where));
            }
            else
            {
                _fields.Report(where, "A row is an object.");
            }
        }

        return rows.ToImmutable();
    }

    private Accelerator ReadAccelerator(JsonElement row, string where)
    {
        _fields.CheckRow(row, where, "id", "name", "memory_gb", "bandwidth_gb_per_second", "tflops_16bit", "tops_8bit", "watts");
        return new Accelerator(
            _fields.Text(row, where, "id"),
            _fields.Text(row, where, "name"),
            _fields.Number(row, where, "memory_gb", 1, 10_000),
            _fields.Number(row, where, "bandwidth_gb_per_second", 1, 100_000),
            _fields.OptionalNumber(row, where, "tflops_16bit", 0.1, 100_000),
            _fields.OptionalNumber(row, where, "tops_8bit", 0.1, 100_000),
            _fields.OptionalNumber(row, where, "watts", 1, 10_000),
            _fields.Origin(row, where));
    }

    private AcceleratorPrice ReadPrice(JsonElement row, string where)
    {
        _fields.CheckRow(row, where, "accelerator", "kind", "usd");
        var kind = _fields.OneOf<AcceleratorPriceKind>(row, where, "kind");
        // A price an hour taken for the price of a card, or the other way round, is a slip worth catching.
        var (low, high) = kind == AcceleratorPriceKind.Rent ? (0.01, 100.0) : (100.0, 1_000_000.0);
        return new AcceleratorPrice(_fields.Text(row, where, "accelerator"), kind, _fields.Range(row, where, "usd", low, high), _fields.Origin(row, where));
    }

    private ThroughputFact ReadThroughput(JsonElement row, string where)
    {
        _fields.CheckRow(
            row, where, "model", "parameters_billion", "active_billion", "quantization", "bits_per_weight", "accelerator", "count", "engine", "concurrency", "prompt_tokens", "output_tokens", "output_tokens_per_second");
        var parameters = _fields.Number(row, where, "parameters_billion", 0.01, 10_000);
        var active = _fields.OptionalNumber(row, where, "active_billion", 0.01, 10_000) ?? parameters;
        if (active > parameters)
        {
            _fields.Report($"{where}.active_billion", "More than the model has.");
        }

        return new ThroughputFact
        {
            Model = _fields.Text(row, where, "model"),
            ParametersBillion = parameters,
            ActiveBillion = active,
            Quantization = _fields.Text(row, where, "quantization"),
            BitsPerWeight = _fields.Number(row, where, "bits_per_weight", 1, 32),
            Accelerator = _fields.Text(row, where, "accelerator"),
            Count = (int)_fields.Number(row, where, "count", 1, 100_000),
            Engine = _fields.Text(row, where, "engine"),
            Concurrency = (int?)_fields.OptionalNumber(row, where, "concurrency", 1, 1_000_000),
            PromptTokens = (int?)_fields.OptionalNumber(row, where, "prompt_tokens", 1, 10_000_000),
            OutputTokens = (int?)_fields.OptionalNumber(row, where, "output_tokens", 1, 10_000_000),
            OutputTokensPerSecond = _fields.Number(row, where, "output_tokens_per_second", 0.01, 100_000_000),
            Origin = _fields.Origin(row, where),
        };
    }

    private MarketDefault ReadDefault(JsonElement row, string where)
    {
        _fields.CheckRow(row, where, "name", "value", "unit");
        return new MarketDefault(_fields.Text(row, where, "name"), _fields.Range(row, where, "value", 0, 1_000_000), _fields.Text(row, where, "unit"), _fields.Origin(row, where));
    }

    private AvailabilityFact ReadAvailability(JsonElement row, string where)
    {
        _fields.CheckRow(row, where, "provider", "kind", "availability");
        return new AvailabilityFact(
            _fields.Text(row, where, "provider"), _fields.OneOf<AvailabilityKind>(row, where, "kind"), _fields.Range(row, where, "availability", 0, 1), _fields.Origin(row, where));
    }

    private void CheckNames(MarketData data)
    {
        var ids = data.Accelerators.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        ReportTwice("accelerators", data.Accelerators.Select(row => row.Id));
        ReportTwice("prices", data.Prices.Select(row => $"{row.Accelerator} {row.Kind}"));
        ReportTwice("defaults", data.Defaults.Select(row => row.Name));
        ReportTwice("availability", data.Availability.Select(row => $"{row.Provider} {row.Kind}"));
        ReportUnknown("prices", data.Prices.Select(row => row.Accelerator), ids);
        ReportUnknown("throughput", data.Throughput.Select(row => row.Accelerator), ids);
        ReportUnknown("defaults", data.Defaults.Select(row => row.Name), [.. MarketDefault.Names]);
        foreach (var missing in MarketDefault.Names.Except(data.Defaults.Select(row => row.Name)))
        {
            _fields.Report("defaults", $"{missing} is missing.");
        }
    }

    private void ReportTwice(string where, IEnumerable<string> names)
    {
        foreach (var group in names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Key.Length > 0 && group.Count() > 1))
        {
            _fields.Report(where, $"{group.Key} is there more than once.");
        }
    }

    private void ReportUnknown(string where, IEnumerable<string> names, HashSet<string> known)
    {
        foreach (var name in names.Where(name => name.Length > 0 && !known.Contains(name)).Distinct())
        {
            _fields.Report(where, $"{name} is not known.");
        }
    }
}
