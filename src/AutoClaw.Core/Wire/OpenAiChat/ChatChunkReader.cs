using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>Reads <see cref="ChunkFacts"/> from a chunk's bytes in one pass, without building anything of it.</summary>
public static class ChatChunkReader
{
    /// <summary>Never throws: what can't be read is not <see cref="ChunkFacts.Valid"/>.</summary>
    public static ChunkFacts Read(ReadOnlySpan<byte> data)
    {
        var facts = default(ChunkFacts);
        var reader = new Utf8JsonReader(data);
        try
        {
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadChunk(ref reader, ref facts);
                reader.Read();
                if (facts.Finished > 0 || facts.Usage is not null || facts.IsError)
                {
                    facts.PlainText = default;
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            facts.Valid = false;
        }

        return facts;
    }

    private static void ReadChunk(ref Utf8JsonReader reader, ref ChunkFacts facts)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                reader.Read();
                facts.Valid = reader.TokenType == JsonTokenType.StartArray;
                if (facts.Valid)
                {
                    ReadChoices(ref reader, ref facts);
                    continue;
                }
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    facts.Valid = true;
                    facts.Usage = UsageReader.Read(ref reader);
                    continue;
                }
            }
            else if (reader.ValueTextEquals("timings"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    facts.Timings = TimingsReader.Read(ref reader);
                    continue;
                }
            }
            else if (reader.ValueTextEquals("prompt_progress"u8))
            {
                reader.Read();
                facts.IsProgress = true;
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.Null)
                {
                    facts.IsError = true;
                    facts.Valid = true;
                    facts.ErrorMessage = EngineErrorReader.Read(ref reader).Message;
                    continue;
                }
            }
            else
            {
                reader.Read();
            }

            reader.Skip();
        }
    }

    private static void ReadChoices(ref Utf8JsonReader reader, ref ChunkFacts facts)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var several = facts.HasChoices;
            var plain = true;
            facts.HasChoices = true;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("delta"u8))
                {
                    reader.Read();
                    if (reader.TokenType == JsonTokenType.StartObject)
                    {
                        plain &= ReadDelta(ref reader, ref facts);
                        continue;
                    }
                }
                else if (reader.ValueTextEquals("finish_reason"u8))
                {
                    reader.Read();
                    if (reader.TokenType == JsonTokenType.String)
                    {
                        facts.Finished++;
                        facts.FinishReason ??= FinishReasonOf(ref reader);
                    }
                }
                else
                {
                    reader.Read();
                }

                // Log probabilities and whatever else belongs to one token.
                plain &= reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
                reader.Skip();
            }

            if (several || !plain)
            {
                facts.PlainText = default;
            }
        }
    }

    // Any string but the role counts: content, refusal, reasoning_content, reasoning, and what comes next year.
    // True if a piece of content is all there is.
    private static bool ReadDelta(ref Utf8JsonReader reader, ref ChunkFacts facts)
    {
        var fields = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRole = reader.ValueTextEquals("role"u8);
            var isContent = reader.ValueTextEquals("content"u8);
            reader.Read();
            fields++;
            switch (reader.TokenType)
            {
                case JsonTokenType.String when !isRole && reader.ValueSpan.Length > 0:
                    facts.HasContent = true;
                    facts.ContentBytes += reader.ValueSpan.Length;
                    facts.PlainText = isContent ? new ByteRange((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length) : default;
                    break;
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    var start = reader.TokenStartIndex;
                    reader.Skip();
                    var length = (int)(reader.BytesConsumed - start);
                    facts.HasContent |= length > 2;
                    facts.ContentBytes += length;
                    break;
            }
        }

        return fields == 1;
    }

    private static string FinishReasonOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("stop"u8) ? "stop"
        : reader.ValueTextEquals("length"u8) ? "length"
        : reader.ValueTextEquals("tool_calls"u8) ? "tool_calls"
        : reader.GetString()!;
}
