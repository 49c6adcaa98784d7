using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>
/// <c>groundingMetadata</c> of a candidate: pages on the web, and which stretches of the text go back to which of them, in bytes of UTF-8.
/// </summary>
internal static class GeminiGrounding
{
    /// <param name="metadata">As the engine sent it.</param>
    /// <param name="text">What the candidate has said so far.</param>
    public static IEnumerable<UrlCitation> Read(JsonElement metadata, Characters text)
    {
        var pages = Items(metadata, "groundingChunks").Select(PageOf).ToList();
        var used = new HashSet<int>();
        foreach (var support in Items(metadata, "groundingSupports"))
        {
            var segment = support.TryGetProperty("segment"u8, out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
            var (start, end) = (text.AtByte(Number(segment, "startIndex") ?? 0), text.AtByte(Number(segment, "endIndex") ?? int.MaxValue));
            foreach (var number in Items(support, "groundingChunkIndices"))
            {
                if (number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var index) && index >= 0 && index < pages.Count && pages[index] is { } page)
                {
                    used.Add(index);
                    yield return page with { Start = start, End = end };
                }
            }
        }

        // A page that no stretch names was read for all of it.
        for (var i = 0; i < pages.Count; i++)
        {
            if (pages[i] is { } page && !used.Contains(i))
            {
                yield return page with { End = text.Count() };
            }
        }
    }

    public static void Write(Utf8JsonWriter writer, List<UrlCitation> citations, Characters text)
    {
        if (citations.Count == 0)
        {
            return;
        }

        var pages = citations.DistinctBy(citation => citation.Url).ToList();
        writer.WriteStartObject("groundingMetadata"u8);
        writer.WriteStartArray("groundingChunks"u8);
        foreach (var page in pages)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("web"u8);
            writer.WriteString("uri"u8, page.Url);
            writer.WriteString("title"u8, page.Title ?? page.Url);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("groundingSupports"u8);
        foreach (var citation in citations)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("segment"u8);
            writer.WriteNumber("startIndex"u8, text.BytesAt(citation.Start));
            writer.WriteNumber("endIndex"u8, text.BytesAt(citation.End));
            writer.WriteString("text"u8, text.Between(citation.Start, citation.End));
            writer.WriteEndObject();
            writer.WriteStartArray("groundingChunkIndices"u8);
            writer.WriteNumberValue(pages.FindIndex(page => page.Url == citation.Url));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static UrlCitation? PageOf(JsonElement chunk) =>
        chunk.ValueKind == JsonValueKind.Object && chunk.TryGetProperty("web"u8, out var web) && web.ValueKind == JsonValueKind.Object && Text(web, "uri") is { Length: > 0 } url
            ? new UrlCitation(url, Text(web, "title"), 0, 0)
            : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : null;
}
