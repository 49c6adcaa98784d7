using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>Reads an engine's error, whose shape is OpenAI's only more or less: an object, a string, or either inside an array.</summary>
public static class EngineErrorReader
{
    private const int MaxMessage = 2000;
    private static readonly EngineError Nothing = new(Message: null);

    /// <summary>Reads an error answer's body. Never throws.</summary>
    public static EngineError ReadBody(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read())
            {
                return Nothing;
            }

            // Gemini's OpenAI endpoint wraps the object in an array.
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                reader.Read();
            }

            return reader.TokenType == JsonTokenType.StartObject ? Read(ref reader) : Nothing;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return Nothing;
        }
    }

    /// <summary>
    /// Stands on the value's first token before and on its last after. A string is its own message; an object's fields count where
    /// they are strings, and what <c>error</c> or <c>detail</c> hold goes before them.
    /// </summary>
    internal static EngineError Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new EngineError(Clip(reader.GetString()!));
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return Nothing;
        }

        string? message = null, type = null, param = null, code = null;
        EngineError? inner = null;
        JsonElement? details = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (name is "error" or "detail")
            {
                inner = Read(ref reader);
                continue;
            }

            if (name == "innererror" && reader.TokenType == JsonTokenType.StartObject)
            {
                details = JsonElement.ParseValue(ref reader);
                continue;
            }

            if (reader.TokenType == JsonTokenType.String)
            {
                var value = Clip(reader.GetString()!);
                message = name == "message" ? value : message;
                type = name == "type" ? value : type;
                param = name == "param" ? value : param;
                code = name == "code" ? value : code;
            }

            reader.Skip();
        }

        return inner is { Message: not null } ? inner : new EngineError(message, type, param, code, details);
    }

    private static string Clip(string text) => text.Length <= MaxMessage ? text : text[..MaxMessage] + "…";
}
