using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AutoClaw.Core.Pricing.Import;

/// <summary>Writes a price file with one row a line, so that two of them can be compared with any tool.</summary>
internal static class PriceFileWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(PriceImport import, string version, DateOnly checkedOn)
    {
        var day = checkedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var text = new StringBuilder("{\n  \"version\": ").Append(Line(writer => writer.WriteStringValue(version)))
            .Append(",\n  \"currency\": \"USD\",\n  \"per_tokens\": 1000000,\n  \"providers\": {");
        text.AppendJoin(',', import.Hosts.Select(pair => $"\n    {Line(writer => writer.WriteStringValue(pair.Key))}: {Line(writer => Names(writer, pair.Value))}"));
        text.Append(import.Hosts.IsEmpty ? "},\n  \"rows\": [" : "\n  },\n  \"rows\": [");
        text.AppendJoin(',', import.Rows.Select(row => "\n    " + Line(writer => Row(writer, row, day))));
        text.Append(import.Rows.IsEmpty ? "]\n}\n" : "\n  ]\n}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Row(Utf8JsonWriter writer, ImportedRow row, string day)
    {
        writer.WriteStartObject();
        writer.WriteString("model", row.Model);
        if (!row.Aliases.IsEmpty)
        {
            writer.WritePropertyName("aliases");
            Names(writer, row.Aliases);
        }

        writer.WriteString("provider", row.Provider);
        if (row.Snapshots)
        {
            writer.WriteBoolean("snapshots", true);
        }

        if (row.Tiers.Length == 1)
        {
            Prices(writer, row.Tiers[0]);
        }
        else
        {
            writer.WriteStartArray("tiers");
            foreach (var tier in row.Tiers)
            {
                writer.WriteStartObject();
                Prices(writer, tier);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        Day(writer, "valid_from", row.ValidFrom);
        Day(writer, "valid_to", row.ValidTo);
        writer.WriteString("source", row.Source);
        writer.WriteString("checked_on", day);
        writer.WriteString("confidence", "medium");
        if (row.RetiresOn is not null)
        {
            Day(writer, "retires_on", row.RetiresOn);
            writer.WriteString("retirement_source", row.Source);
        }

        writer.WriteEndObject();
    }

    private static void Prices(Utf8JsonWriter writer, ImportedTier tier)
    {
        if (tier.UpTo is { } upTo)
        {
            writer.WriteNumber("up_to", upTo);
        }

        Price(writer, "input", tier.Input);
        Price(writer, "cached_input", tier.CachedInput);
        Price(writer, "cache_write", tier.CacheWrite);
        Price(writer, "cache_write_1h", tier.CacheWriteForHour);
        Price(writer, "output", tier.Output);
    }

    private static void Price(Utf8JsonWriter writer, string key, decimal? price)
    {
        if (price is { } usd)
        {
            writer.WritePropertyName(key);
            writer.WriteRawValue(usd.ToString("0.######", CultureInfo.InvariantCulture));
        }
    }

    private static void Day(Utf8JsonWriter writer, string key, DateOnly? day)
    {
        if (day is { } given)
        {
            writer.WriteString(key, given.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
    }

    private static void Names(Utf8JsonWriter writer, IEnumerable<string> names)
    {
        writer.WriteStartArray();
        foreach (var name in names)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }

    private static string Line(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
