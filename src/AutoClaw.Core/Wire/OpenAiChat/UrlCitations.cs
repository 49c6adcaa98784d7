using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>OpenAI's annotation of the type <c>url_citation</c>, as both of its APIs have it.</summary>
internal static class UrlCitations
{
    /// <param name="annotation">Of any type; chat completions have the members one level deeper than Responses.</param>
    /// <returns>Null for another kind of annotation.</returns>
    public static UrlCitation? Read(JsonElement annotation)
    {
        if (annotation.ValueKind != JsonValueKind.Object || Text(annotation, "type"u8) != "url_citation")
        {
            return null;
        }

        var inner = annotation.TryGetProperty("url_citation"u8, out var nested) && nested.ValueKind == JsonValueKind.Object ? nested : annotation;
        return Text(inner, "url"u8) is { Length: > 0 } url
            ? new UrlCitation(url, Text(inner, "title"u8), Number(inner, "start_index"u8), Number(inner, "end_index"u8))
            : null;
    }

    /// <summary>An annotation of Responses, or with <paramref name="nested"/> of chat completions.</summary>
    /// <param name="writer">Gets one object.</param>
    /// <param name="citation">What it says.</param>
    /// <param name="nested">The members stand one level deeper.</param>
    /// <param name="offset">Characters before the text that its places count from.</param>
    public static void Write(Utf8JsonWriter writer, UrlCitation citation, bool nested, int offset = 0)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "url_citation"u8);
        if (nested)
        {
            writer.WriteStartObject("url_citation"u8);
        }

        writer.WriteNumber("start_index"u8, Math.Max(0, citation.Start - offset));
        writer.WriteNumber("end_index"u8, Math.Max(0, citation.End - offset));
        writer.WriteString("url"u8, citation.Url);
        writer.WriteString("title"u8, citation.Title ?? citation.Url);
        if (nested)
        {
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static string? Text(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int Number(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? Math.Max(0, number) : 0;
}
