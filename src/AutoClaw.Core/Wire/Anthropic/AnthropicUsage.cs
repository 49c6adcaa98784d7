using System.Text.Json;
using AutoClaw.Core.Model;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>
/// This wire's count of tokens, which holds prompt tokens in three parts that exclude each other: plain ones, those read from the cache
/// and those written to it. Each report replaces only what it tells.
/// </summary>
internal sealed class AnthropicUsage
{
    private long _plain;
    private long _read;
    private long _written;
    private long _writtenForHour;
    private long _output;
    private long _thinking;

    /// <summary>In OpenAI's meaning.</summary>
    public Usage Total
    {
        get
        {
            var input = _plain + _read + _written;
            return new Usage(input, _read, _output, Math.Min(_thinking, _output), Estimated: false)
            {
                CacheWritten = _written, CacheWrittenForHour = Math.Min(_writtenForHour, _written),
            };
        }
    }

    /// <summary>Stands on the object's start before and on its end after.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("input_tokens"u8))
            {
                Replace(ref reader, ref _plain);
            }
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8))
            {
                Replace(ref reader, ref _read);
            }
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8))
            {
                Replace(ref reader, ref _written);
            }
            else if (reader.ValueTextEquals("output_tokens"u8))
            {
                Replace(ref reader, ref _output);
            }
            else if (reader.ValueTextEquals("output_tokens_details"u8))
            {
                ReadDetail(ref reader, "thinking_tokens"u8, ref _thinking);
            }
            else if (reader.ValueTextEquals("cache_creation"u8))
            {
                ReadDetail(ref reader, "ephemeral_1h_input_tokens"u8, ref _writtenForHour);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    /// <summary>Writes the <c>usage</c> member. SDKs need every number, so that a count that nobody gave is 0.</summary>
    public static void Write(Utf8JsonWriter writer, Usage? usage)
    {
        var count = usage ?? default;
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("input_tokens"u8, count.Input - count.Cached - count.CacheWritten);
        writer.WriteNumber("cache_creation_input_tokens"u8, count.CacheWritten);
        writer.WriteNumber("cache_read_input_tokens"u8, count.Cached);
        writer.WriteNumber("output_tokens"u8, count.Output);
        if (count.Reasoning > 0)
        {
            writer.WriteStartObject("output_tokens_details"u8);
            writer.WriteNumber("thinking_tokens"u8, count.Reasoning);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void ReadDetail(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, ref long count)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name))
            {
                Replace(ref reader, ref count);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private static void Replace(ref Utf8JsonReader reader, ref long count)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value))
        {
            // A count past this is nonsense, and the sum of three must not overflow.
            count = Math.Clamp(value, 0, long.MaxValue / 4);
            return;
        }

        reader.Skip();
    }
}
