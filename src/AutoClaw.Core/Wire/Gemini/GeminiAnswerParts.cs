using System.Buffers;
using System.Text;
using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Writes the parts of an answer and of a conversation.</summary>
internal static class GeminiAnswerParts
{
    public static void WriteText(Utf8JsonWriter writer, ChatText text, OpaqueState? state = null)
    {
        writer.WriteStartObject();
        text.WriteTo(writer, "text"u8);
        WriteSignature(writer, GeminiSignature.Of(state));
        writer.WriteEndObject();
    }

    public static void WriteThought(Utf8JsonWriter writer, string text, OpaqueState? state = null)
    {
        writer.WriteStartObject();
        writer.WriteString("text"u8, text);
        writer.WriteBoolean("thought"u8, true);
        WriteSignature(writer, GeminiSignature.Of(state));
        writer.WriteEndObject();
    }

    /// <param name="writer">Stands in a list of parts.</param>
    /// <param name="call">Its arguments apart.</param>
    /// <param name="signature">Null for none.</param>
    public static void WriteCall(Utf8JsonWriter writer, ChatPart.ToolCall call, string? signature)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("functionCall"u8);
        writer.WriteString("id"u8, call.Id);
        writer.WriteString("name"u8, call.Name);
        writer.WritePropertyName("args"u8);
        WriteObject(writer, call.Arguments, "arguments"u8);
        writer.WriteEndObject();
        WriteSignature(writer, signature);
        writer.WriteEndObject();
    }

    /// <summary>Writes a JSON object as it is; any other text under <paramref name="name"/>, as the field takes objects alone.</summary>
    public static void WriteObject(Utf8JsonWriter writer, string text, ReadOnlySpan<byte> name)
    {
        if (IsObject(text))
        {
            // A line's end stands between tokens only, and would end a server-sent event's line.
            writer.WriteRawValue(text.Replace('\n', ' ').Replace('\r', ' '), skipInputValidation: true);
            return;
        }

        writer.WriteStartObject();
        if (!string.IsNullOrWhiteSpace(text))
        {
            writer.WriteString(name, text);
        }

        writer.WriteEndObject();
    }

    /// <summary>True for one whole JSON object.</summary>
    public static bool IsObject(ChatText text) => text.BeginsWith('{') && IsJson(text.ToString());

    private static bool IsJson(string text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var reader = new Utf8JsonReader(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static void WriteSignature(Utf8JsonWriter writer, string? signature)
    {
        if (signature is not null)
        {
            writer.WriteString("thoughtSignature"u8, signature);
        }
    }
}
