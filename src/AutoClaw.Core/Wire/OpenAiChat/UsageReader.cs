using System.Text.Json;
using AutoClaw.Core.Model;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>Reads an OpenAI <c>usage</c> object, of chat completions and of embeddings.</summary>
public static class UsageReader
{
    /// <summary>Stands on the object's start before and on its end after.</summary>
    public static Usage Read(ref Utf8JsonReader reader)
    {
        long input = 0, output = 0, cached = 0, reasoning = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("prompt_tokens"u8))
            {
                input = Number(ref reader);
            }
            else if (reader.ValueTextEquals("completion_tokens"u8))
            {
                output = Number(ref reader);
            }
            else if (reader.ValueTextEquals("prompt_tokens_details"u8))
            {
                cached = Member(ref reader, "cached_tokens"u8);
            }
            else if (reader.ValueTextEquals("completion_tokens_details"u8))
            {
                reasoning = Member(ref reader, "reasoning_tokens"u8);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // A part larger than the whole would make a price negative.
        return new Usage(input, Math.Min(cached, input), output, Math.Min(reasoning, output), Estimated: false);
    }

    private static long Member(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return 0;
        }

        var value = 0L;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name))
            {
                value = Number(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return value;
    }

    private static long Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value))
        {
            return Math.Max(0, value);
        }

        reader.Skip();
        return 0;
    }
}
