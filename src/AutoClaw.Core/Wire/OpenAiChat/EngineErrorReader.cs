using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>Finds the message in an engine's error, whose shape is OpenAI's only more or less.</summary>
public static class EngineErrorReader
{
    private const int MaxMessage = 2000;

    /// <summary>The message in an error answer's body; null if none is found.</summary>
    public static string? ReadBody(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read())
            {
                return null;
            }

            // Gemini's OpenAI endpoint wraps the object in an array.
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                reader.Read();
            }

            return reader.TokenType == JsonTokenType.StartObject ? ReadMessage(ref reader) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>
    /// Stands on the value's first token before and on its last after. A string is its own message; in an object it is <c>message</c>,
    /// or what <c>error</c> or <c>detail</c> hold.
    /// </summary>
    internal static string? ReadMessage(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return Clip(reader.GetString()!);
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        string? message = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMessage = reader.ValueTextEquals("message"u8);
            var mayHold = isMessage || reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("detail"u8);
            reader.Read();
            if (mayHold && reader.TokenType is (JsonTokenType.String or JsonTokenType.StartObject))
            {
                var found = ReadMessage(ref reader);
                message = isMessage ? found ?? message : message ?? found;
            }
            else
            {
                reader.Skip();
            }
        }

        return message;
    }

    private static string Clip(string text) => text.Length <= MaxMessage ? text : text[..MaxMessage] + "…";
}
