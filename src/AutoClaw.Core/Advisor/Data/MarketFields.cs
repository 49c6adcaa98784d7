using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AutoClaw.Core.Model;

namespace AutoClaw.Core.Advisor.Data;

/// <summary>Reads the fields of one file's rows and gathers what is wrong with them; a wrong field reads as something harmless.</summary>
internal sealed class MarketFields
{
    private static readonly string[] OriginKeys = ["source", "checked_on", "confidence", "note"];

    private readonly ImmutableArray<MarketProblem>.Builder _problems = ImmutableArray.CreateBuilder<MarketProblem>();

    public ImmutableArray<MarketProblem> Problems => _problems.ToImmutable();

    public void Report(string where, string message) => _problems.Add(new MarketProblem(where, message));

    public void CheckKeys(JsonElement element, string where, params IEnumerable<string> known)
    {
        foreach (var property in element.EnumerateObject().Where(property => !known.Contains(property.Name)))
        {
            Report(Join(where, property.Name), "Unknown key.");
        }
    }

    /// <summary>As <see cref="CheckKeys"/>, with the keys that every row has.</summary>
    public void CheckRow(JsonElement row, string where, params string[] known) => CheckKeys(row, where, [.. known, .. OriginKeys]);

    public string Text(JsonElement element, string where, string key)
    {
        if (element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        Report(Join(where, key), "A text that is not empty.");
        return "";
    }

    public double Number(JsonElement element, string where, string key, double low, double high)
    {
        if (element.TryGetProperty(key, out var value))
        {
            return Number(value, Join(where, key), low, high);
        }

        Report(Join(where, key), "Missing.");
        return low;
    }

    public double? OptionalNumber(JsonElement element, string where, string key, double low, double high) =>
        element.TryGetProperty(key, out var value) ? Number(value, Join(where, key), low, high) : null;

    public ValueRange Range(JsonElement element, string where, string key, double low, double high)
    {
        var path = Join(where, key);
        if (!element.TryGetProperty(key, out var value) || value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != 3)
        {
            Report(path, "Three numbers: low, typical, high.");
            return default;
        }

        var range = new ValueRange(Number(value[0], path, low, high), Number(value[1], path, low, high), Number(value[2], path, low, high));
        if (range.Low > range.Typical || range.Typical > range.High)
        {
            Report(path, "Not ascending: low, typical, high.");
        }

        return range;
    }

    public T OneOf<T>(JsonElement element, string where, string key)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToList();
        if (element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String && names.Contains(value.GetString()!))
        {
            return Enum.Parse<T>(value.GetString()!, ignoreCase: true);
        }

        Report(Join(where, key), $"One of {string.Join(", ", names)}.");
        return default;
    }

    public DataOrigin Origin(JsonElement row, string where)
    {
        var source = Text(row, where, "source");
        if (source.Length > 0 && !source.Contains("https://", StringComparison.Ordinal))
        {
            Report(Join(where, "source"), "The address of a public page.");
        }

        var day = default(DateOnly);
        if (!row.TryGetProperty("checked_on", out var text)
            || text.ValueKind != JsonValueKind.String
            || !DateOnly.TryParseExact(text.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
        {
            Report(Join(where, "checked_on"), "A day as yyyy-mm-dd.");
        }

        return new DataOrigin(source, day, OneOf<Confidence>(row, where, "confidence"), row.TryGetProperty("note", out _) ? Text(row, where, "note") : null);
    }

    private static string Join(string where, string key) => where.Length == 0 ? key : $"{where}.{key}";

    private double Number(JsonElement value, string where, double low, double high)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= low && number <= high)
        {
            return number;
        }

        Report(where, string.Create(CultureInfo.InvariantCulture, $"A number from {low} to {high}."));
        return low;
    }
}
