using System.Text.Json;
using System.Text.Json.Serialization;
using AutoClaw.Core.Model;

namespace AutoClaw.Cli.Bench.Output;

/// <summary>US dollars as an exact decimal.</summary>
internal sealed class MoneyConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Money.FromUsd(reader.GetDecimal());

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Usd);
}
