using System.Text.Json;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>What a response object or an item inside an event says, each read in one pass.</summary>
internal struct ResponseFields
{
    public string? Id { get; private set; }

    public string? Model { get; private set; }

    public string? Type { get; private set; }

    public string? Status { get; private set; }

    public string? CallId { get; private set; }

    public string? Name { get; private set; }

    public string? Arguments { get; private set; }

    public string? EncryptedContent { get; private set; }

    /// <summary>Why it is incomplete.</summary>
    public string? Reason { get; private set; }

    public Usage? Usage { get; private set; }

    public EngineError? Error { get; private set; }

    /// <summary>Stands on the object's start before and on its end after.</summary>
    public static ResponseFields Read(ref Utf8JsonReader json)
    {
        var read = new ResponseFields();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            read.ReadMember(ref json);
        }

        return read;
    }

    private static Usage ReadUsage(ref Utf8JsonReader json)
    {
        long input = 0, output = 0, cached = 0, reasoning = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isInput = json.ValueTextEquals("input_tokens"u8);
            var isOutput = json.ValueTextEquals("output_tokens"u8);
            var isCached = json.ValueTextEquals("input_tokens_details"u8);
            var isReasoning = json.ValueTextEquals("output_tokens_details"u8);
            json.Read();
            input = isInput ? Number(ref json) : input;
            output = isOutput ? Number(ref json) : output;
            cached = isCached ? Member(ref json, "cached_tokens"u8) : cached;
            reasoning = isReasoning ? Member(ref json, "reasoning_tokens"u8) : reasoning;
            json.Skip();
        }

        // A part larger than the whole would make a price negative.
        return new Usage(input, Math.Min(cached, input), output, Math.Min(reasoning, output), Estimated: false);
    }

    private static long Member(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return 0;
        }

        var value = 0L;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = json.ValueTextEquals(name);
            json.Read();
            value = isIt ? Number(ref json) : value;
            json.Skip();
        }

        return value;
    }

    private static long Number(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var value) ? Math.Max(0, value) : 0;

    private static string? ReasonOf(ref Utf8JsonReader json)
    {
        string? reason = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isReason = json.ValueTextEquals("reason"u8);
            json.Read();
            reason = isReason && json.TokenType == JsonTokenType.String ? json.GetString() : reason;
            json.Skip();
        }

        return reason;
    }

    private void ReadMember(ref Utf8JsonReader json)
    {
        var name = json.ValueSpan;
        json.Read();
        if (json.TokenType == JsonTokenType.String)
        {
            Keep(name, ref json);
        }
        else if (json.TokenType == JsonTokenType.StartObject)
        {
            if (name.SequenceEqual("usage"u8))
            {
                Usage = ReadUsage(ref json);
            }
            else if (name.SequenceEqual("error"u8))
            {
                Error = EngineErrorReader.Read(ref json);
            }
            else if (name.SequenceEqual("incomplete_details"u8))
            {
                Reason = ReasonOf(ref json);
            }
            else
            {
                json.Skip();
            }
        }
        else
        {
            json.Skip();
        }
    }

    // The echo of a request is long: only the strings that matter are made.
    private void Keep(ReadOnlySpan<byte> name, ref Utf8JsonReader json)
    {
        if (name.SequenceEqual("id"u8))
        {
            Id = json.GetString();
        }
        else if (name.SequenceEqual("model"u8))
        {
            Model = json.GetString();
        }
        else if (name.SequenceEqual("type"u8))
        {
            Type = json.GetString();
        }
        else if (name.SequenceEqual("status"u8))
        {
            Status = json.GetString();
        }
        else if (name.SequenceEqual("call_id"u8))
        {
            CallId = json.GetString();
        }
        else if (name.SequenceEqual("name"u8))
        {
            Name = json.GetString();
        }
        else if (name.SequenceEqual("arguments"u8))
        {
            Arguments = json.GetString();
        }
        else if (name.SequenceEqual("encrypted_content"u8))
        {
            EncryptedContent = json.GetString();
        }
    }
}
