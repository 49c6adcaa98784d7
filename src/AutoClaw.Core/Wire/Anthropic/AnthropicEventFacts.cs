using System.Text.Json;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>What one event's bytes say, read in one pass without building anything but the strings that are passed on.</summary>
internal partial struct AnthropicEventFacts
{
    public string? Type { readonly get; private set; }

    /// <summary>The block's number.</summary>
    public int Index { readonly get; private set; }

    /// <summary>The <c>type</c> of the block or of its piece.</summary>
    public string? Kind { readonly get; private set; }

    /// <summary>Of the message or of the call.</summary>
    public string? Id { readonly get; private set; }

    public string? Model { readonly get; private set; }

    public string? Name { readonly get; private set; }

    public string? Text { readonly get; private set; }

    public string? Thinking { readonly get; private set; }

    public string? Signature { readonly get; private set; }

    public string? Data { readonly get; private set; }

    public string? PartialJson { readonly get; private set; }

    /// <summary>Of a page on the web, without its places in the text; null for none and for one of a document.</summary>
    public UrlCitation? Citation { readonly get; private set; }

    /// <summary>Arguments that stand in the block's start, which some engines send whole; null for none.</summary>
    public string? Input { readonly get; private set; }

    public string? StopReason { readonly get; private set; }

    public string? StopSequence { readonly get; private set; }

    /// <summary>Why the vendor refused, in words for people.</summary>
    public string? Explanation { readonly get; private set; }

    public bool HasUsage { readonly get; private set; }

    public EngineError? Error { readonly get; private set; }

    /// <summary>False if <paramref name="data"/> is no JSON object.</summary>
    public bool TryRead(ReadOnlySpan<byte> data, AnthropicUsage usage)
    {
        var reader = new Utf8JsonReader(data);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                Type = ReadType(ref reader);
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                Index = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var index) ? index : -1;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("content_block"u8))
            {
                ReadInner(data, ref reader, usage, isMessage: false);
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                ReadInner(data, ref reader, usage, isMessage: true);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                ReadUsage(ref reader, usage);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                Error = EngineErrorReader.Read(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // Anything but white space after the object makes it no JSON.
        return !reader.Read();
    }
}
