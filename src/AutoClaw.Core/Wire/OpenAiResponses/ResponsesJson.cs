using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>Looks at members that may be absent.</summary>
internal static class ResponsesJson
{
    public static JsonElement? Member(JsonElement of, ReadOnlySpan<byte> name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    public static string? Text(JsonElement of, ReadOnlySpan<byte> name) =>
        Member(of, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static double? Number(JsonElement of, ReadOnlySpan<byte> name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : null;
}
