using System.Text;
using System.Text.Json;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.Anthropic;

/// <content>What stands inside an event: a message, a block, a piece of one, a count.</content>
internal partial struct AnthropicEventFacts
{
    // The block, its piece, the message or its end: no two of them have a field of one name and different meaning.
    private void ReadInner(ReadOnlySpan<byte> data, ref Utf8JsonReader reader, AnthropicUsage usage, bool isMessage)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                Kind = ReadType(ref reader);
            }
            else if (reader.ValueTextEquals("text"u8))
            {
                Text = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("partial_json"u8))
            {
                PartialJson = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("thinking"u8))
            {
                Thinking = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("usage"u8) && isMessage)
            {
                ReadUsage(ref reader, usage);
            }
            else
            {
                ReadRare(data, ref reader);
            }
        }
    }

    private void ReadRare(ReadOnlySpan<byte> data, ref Utf8JsonReader reader)
    {
        var name = Encoding.UTF8.GetString(RawValue.Name(ref reader));
        reader.Read();
        if (name == "stop_details" && reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isExplanation = reader.ValueTextEquals("explanation"u8);
                reader.Read();
                Explanation = isExplanation && reader.TokenType == JsonTokenType.String ? reader.GetString() : Explanation;
                reader.Skip();
            }

            return;
        }

        if (name == "citation")
        {
            Citation = AnthropicCitations.Read(ref reader);
            return;
        }

        if (name == "input" && reader.TokenType == JsonTokenType.StartObject)
        {
            var raw = RawValue.Take(data, ref reader);
            Input = raw is [(byte)'{', .. var inner, (byte)'}'] && inner.ContainsAnyExcept(" \t\r\n"u8) ? Encoding.UTF8.GetString(raw) : null;
            return;
        }

        var value = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        reader.Skip();
        switch (name)
        {
            case "id":
                Id = value;
                break;
            case "model":
                Model = value;
                break;
            case "name":
                Name = value;
                break;
            case "signature":
                Signature = value;
                break;
            case "data":
                Data = value;
                break;
            case "stop_reason":
                StopReason = value;
                break;
            case "stop_sequence":
                StopSequence = value;
                break;
        }
    }

    private void ReadUsage(ref Utf8JsonReader reader, AnthropicUsage usage)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            HasUsage = true;
            usage.Read(ref reader);
        }
        else
        {
            reader.Skip();
        }
    }

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }

    // The words that come with nearly every event are not made anew.
    private static string? ReadType(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        return reader.ValueTextEquals("content_block_delta"u8) ? "content_block_delta"
            : reader.ValueTextEquals("text_delta"u8) ? "text_delta"
            : reader.ValueTextEquals("input_json_delta"u8) ? "input_json_delta"
            : reader.ValueTextEquals("thinking_delta"u8) ? "thinking_delta"
            : reader.GetString();
    }
}
