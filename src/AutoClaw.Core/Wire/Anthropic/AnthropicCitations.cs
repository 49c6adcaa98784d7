using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>A citation of a page on the web, which this wire has as a note on a whole block of text.</summary>
internal static class AnthropicCitations
{
    /// <summary>The field that a search of the vendor seals its own place in; empty in a citation that comes from another engine.</summary>
    public const string SealedField = "encrypted_index";

    /// <summary>Reads one, whose places are not known yet; null where it is not of a page with an address.</summary>
    public static UrlCitation? Read(ref Utf8JsonReader reader)
    {
        string? url = null, title = null, quote = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isUrl = reader.ValueTextEquals("url"u8);
            var isTitle = reader.ValueTextEquals("title"u8);
            var isQuote = reader.ValueTextEquals("cited_text"u8);
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                url = isUrl ? reader.GetString() : url;
                title = isTitle ? reader.GetString() : title;
                quote = isQuote ? reader.GetString() : quote;
            }

            reader.Skip();
        }

        return url is { Length: > 0 } ? new UrlCitation(url, title, 0, 0, quote) : null;
    }

    public static void Write(Utf8JsonWriter writer, UrlCitation citation)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "web_search_result_location"u8);
        writer.WriteString("cited_text"u8, citation.Quote ?? "");
        writer.WriteString("url"u8, citation.Url);
        writer.WriteString("title"u8, citation.Title);
        writer.WriteString(SealedField, "");
        writer.WriteEndObject();
    }
}
