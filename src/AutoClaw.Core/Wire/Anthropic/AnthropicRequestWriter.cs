using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>
/// Writes a request for an engine of this wire. System messages, wherever they stood, go in order into <c>system</c>; messages of one
/// speaker in a row become one; a client that set no limit gets <see cref="ClaudeModel.DefaultMaxTokens"/>.
/// </summary>
internal static class AnthropicRequestWriter
{
    public static void Write(ChatRequest request, string model, IBufferWriter<byte> output, Losses losses)
    {
        var thinking = AnthropicThinking.Of(request, model, losses);
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        writer.WriteStartObject();
        writer.WriteString("model"u8, model);
        writer.WriteNumber("max_tokens"u8, request.MaxOutputTokens ?? ClaudeModel.DefaultMaxTokens(model) + (thinking.Budget ?? 0));
        writer.WriteBoolean("stream"u8, true);
        new AnthropicMessageWriter(writer, losses).Write(request.Messages);
        AnthropicToolWriter.Write(writer, request, losses);
        thinking.Write(writer);
        WriteOutputConfig(writer, request.ResponseFormat, thinking.Effort, losses);
        WriteSampling(writer, request, model, thinking.IsOn, losses);
        WriteStop(writer, request.Stop, losses);
        if (request.EndUser is not null)
        {
            writer.WriteStartObject("metadata"u8);
            writer.WriteString("user_id"u8, request.EndUser);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        AddLosses(request, losses);
    }

    private static void WriteOutputConfig(Utf8JsonWriter writer, ResponseFormat? format, string? effort, Losses losses)
    {
        // There is no mode for JSON without a schema.
        if (format is { Schema: null })
        {
            losses.Add("response_format");
        }

        if (format?.Description is not null)
        {
            losses.AddHint("response_format.json_schema.description");
        }

        if (format?.Schema is null && effort is null)
        {
            return;
        }

        writer.WriteStartObject("output_config"u8);
        if (effort is not null)
        {
            writer.WriteString("effort"u8, effort);
        }

        if (format?.Schema is { } schema)
        {
            writer.WriteStartObject("format"u8);
            writer.WriteString("type"u8, "json_schema"u8);
            writer.WritePropertyName("schema"u8);
            WireJson.WriteRaw(writer, schema);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    // The vendor's temperature ends at 1, and a model that thinks takes no other nor a choice of the likeliest tokens.
    private static void WriteSampling(Utf8JsonWriter writer, ChatRequest request, string model, bool thinks, Losses losses)
    {
        var takesAny = ClaudeModel.TakesSampling(model);
        WriteNumber("temperature", request.Temperature, takesAny && !thinks && request.Temperature <= 1);
        WriteNumber("top_p", request.TopP, takesAny);
        if (request.TopK is not { } topK)
        {
            return;
        }

        if (takesAny && !thinks)
        {
            writer.WriteNumber("top_k"u8, topK);
        }
        else
        {
            losses.Add("top_k");
        }

        // 1 is the default of both: nothing is lost with it.
        void WriteNumber(string name, double? value, bool isTaken)
        {
            if (value is { } number && isTaken)
            {
                writer.WriteNumber(name, number);
            }
            else if (value is not (null or 1))
            {
                losses.Add(name);
            }
        }
    }

    // The vendor refuses a sequence of white space alone.
    private static void WriteStop(Utf8JsonWriter writer, IReadOnlyList<string> stop, Losses losses)
    {
        var taken = stop.Where(sequence => !string.IsNullOrWhiteSpace(sequence)).ToList();
        if (taken.Count < stop.Count)
        {
            losses.Add("stop");
        }

        if (taken.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("stop_sequences"u8);
        foreach (var sequence in taken)
        {
            writer.WriteStringValue(sequence);
        }

        writer.WriteEndArray();
    }

    private static void AddLosses(ChatRequest request, Losses losses)
    {
        losses.Add(request.Foreign);
        AddIf(request.Choices > 1, "n");
        AddIf(request.TopLogprobs is not null, "logprobs");
        AddIf(request.PresencePenalty is not (null or 0), "presence_penalty");
        AddIf(request.FrequencyPenalty is not (null or 0), "frequency_penalty");
        AddIf(request.Seed is not null, "seed");

        void AddIf(bool isLost, string field)
        {
            if (isLost)
            {
                losses.Add(field);
            }
        }
    }
}
