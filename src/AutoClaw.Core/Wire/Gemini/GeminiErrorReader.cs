using System.Text.Json;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Reads Google's error objects, in an answer's body or inside a stream.</summary>
public static class GeminiErrorReader
{
    private const int MaxMessage = 2000;

    /// <summary>Reads an error answer's body, which may be a list of one. Never throws.</summary>
    public static EngineError ReadBody(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            while (reader.Read() && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                if (reader.TokenType == JsonTokenType.StartArray)
                {
                    continue;
                }

                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var isError = reader.ValueTextEquals("error"u8);
                    reader.Read();
                    if (isError)
                    {
                        return Read(ref reader);
                    }

                    reader.Skip();
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
        }

        return new EngineError(Message: null);
    }

    /// <summary>Stands on the value of <c>error</c> before, and on its end after.</summary>
    internal static EngineError Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            reader.Skip();
            return new EngineError(text, GeminiStatus.TypeOf(null));
        }

        string? message = null, status = null, reason = null, field = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("message"u8))
            {
                reader.Read();
                message = TextOf(ref reader);
            }
            else if (reader.ValueTextEquals("status"u8))
            {
                reader.Read();
                status = TextOf(ref reader);
            }
            else if (reader.ValueTextEquals("details"u8))
            {
                reader.Read();
                ReadDetails(ref reader, ref reason, ref field);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        var clipped = message is { Length: > MaxMessage } ? message[..MaxMessage] + "…" : message;
        return new EngineError(clipped, GeminiStatus.TypeOf(status), field, (reason ?? status)?.ToLowerInvariant());
    }

    // A list of objects of many kinds; two of them say what a program can use.
    private static void ReadDetails(ref Utf8JsonReader reader, ref string? reason, ref string? field)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            var isReason = reader.ValueTextEquals("reason"u8);
            var isField = reader.ValueTextEquals("field"u8);
            if (isReason || isField)
            {
                reader.Read();
                var text = TextOf(ref reader);
                reason ??= isReason ? text : null;
                field ??= isField ? text : null;
            }
        }
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }
}
