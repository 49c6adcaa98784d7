using System.Text.Json;
using System.Text.Json.Serialization;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Cli.Bench.Output;

/// <summary><c>{"estimate", "low", "high"}</c>; an end that has no limit is null, since JSON knows no infinity.</summary>
internal sealed class IntervalConverter : JsonConverter<Interval>
{
    public override Interval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return new Interval(Number(root, "estimate"), Number(root, "low"), Number(root, "high"));
    }

    public override void Write(Utf8JsonWriter writer, Interval value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        Write(writer, "estimate", value.Estimate);
        Write(writer, "low", value.Low);
        Write(writer, "high", value.High);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static double Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.PositiveInfinity;
}
