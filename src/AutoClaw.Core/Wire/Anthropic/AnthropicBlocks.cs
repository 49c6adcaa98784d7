using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>Whole content blocks as requests and answers both have them.</summary>
internal static class AnthropicBlocks
{
    /// <summary>
    /// A call's id in the characters that the vendor takes. Some engines' have others; a call and its result change alike, also in a
    /// conversation that one engine began and another goes on with.
    /// </summary>
    public static string IdOf(string id) => string.Create(id.Length, id, (target, source) =>
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = char.IsAsciiLetterOrDigit(source[i]) || source[i] is '_' or '-' ? source[i] : '_';
        }
    });

    public static void WriteText(Utf8JsonWriter writer, ChatText text, IReadOnlyList<UrlCitation>? citations = null)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "text"u8);
        text.WriteTo(writer, "text"u8);
        if (citations is { Count: > 0 })
        {
            writer.WriteStartArray("citations"u8);
            foreach (var citation in citations)
            {
                AnthropicCitations.Write(writer, citation);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    public static void WriteThinking(Utf8JsonWriter writer, string thought, string signature)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "thinking"u8);
        writer.WriteString("thinking"u8, thought);
        writer.WriteString("signature"u8, signature);
        writer.WriteEndObject();
    }

    public static void WriteRedacted(Utf8JsonWriter writer, string data)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "redacted_thinking"u8);
        writer.WriteString("data"u8, data);
        writer.WriteEndObject();
    }

    public static void WriteCall(Utf8JsonWriter writer, ChatPart.ToolCall call, bool isAnswer)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "tool_use"u8);
        writer.WriteString("id"u8, IdOf(call.Id));
        writer.WriteString("name"u8, call.Name);
        writer.WritePropertyName("input"u8);
        WriteInput(writer, call.Arguments);
        if (isAnswer)
        {
            WriteCaller(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>The model itself calls. Official SDKs fail on an answer whose call does not say so; in a request it may be absent.</summary>
    public static void WriteCaller(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("caller"u8);
        writer.WriteString("type"u8, "direct"u8);
        writer.WriteEndObject();
    }

    // This wire holds arguments as an object. What a model wrote that is none is kept as it is, under a name of its own.
    private static void WriteInput(Utf8JsonWriter writer, string arguments)
    {
        if (arguments.AsSpan().Trim().IsEmpty)
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(arguments);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                writer.WriteRawValue(arguments);
                return;
            }
        }
        catch (JsonException)
        {
        }

        writer.WriteStartObject();
        writer.WriteString("arguments"u8, arguments);
        writer.WriteEndObject();
    }
}
