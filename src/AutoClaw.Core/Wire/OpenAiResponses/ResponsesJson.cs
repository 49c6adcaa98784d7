using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>How this wire's JSON is written.</summary>
internal static class ResponsesJson
{
    // What is written was checked where it was read; validating each event again would only cost.
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static JsonElement? Member(JsonElement of, ReadOnlySpan<byte> name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    public static string? Text(JsonElement of, ReadOnlySpan<byte> name) =>
        Member(of, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static double? Number(JsonElement of, ReadOnlySpan<byte> name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : null;

    public static void WriteRaw(Utf8JsonWriter writer, JsonElement value) =>
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
}
