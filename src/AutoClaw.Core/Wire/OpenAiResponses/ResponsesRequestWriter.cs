using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>
/// Writes a neutral request for an engine of this wire. Nothing is to be stored there: the gateway keeps the conversation, and asks for
/// the ciphertext of the thoughts so that it can send them back.
/// </summary>
internal static class ResponsesRequestWriter
{
    public static void Write(ChatRequest request, string model, IBufferWriter<byte> output, Losses losses)
    {
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        writer.WriteStartObject();
        writer.WriteString("model"u8, model);
        writer.WriteBoolean("stream"u8, true);
        writer.WriteBoolean("store"u8, false);
        var messages = request.Messages;

        // A request needs at least one item.
        if (messages is [{ Role: ChatRole.System, Parts: [ChatPart.Text instructions], Name: null }, _, ..])
        {
            instructions.Value.WriteTo(writer, "instructions"u8);
            messages = [.. messages.Skip(1)];
        }

        writer.WriteStartArray("input"u8);
        var items = new RequestItemWriter(writer, losses);
        foreach (var message in messages)
        {
            items.Write(message);
        }

        writer.WriteEndArray();
        RequestToolWriter.Write(writer, request, losses);
        WriteSampling(writer, request, losses);
        WriteText(writer, request.ResponseFormat);
        WriteReasoning(writer, request.Reasoning, losses);
        WriteInclude(writer, request);
        if (request.EndUser is { } user)
        {
            writer.WriteString("safety_identifier"u8, user);
        }

        losses.Add(request.Foreign);
        writer.WriteEndObject();
    }

    // OpenAI refuses the wish for ciphertext to models that do not think, and only who has one that does says how much.
    private static void WriteInclude(Utf8JsonWriter writer, ChatRequest request)
    {
        if (request is { Reasoning: null, TopLogprobs: null })
        {
            return;
        }

        writer.WriteStartArray("include"u8);
        if (request.Reasoning is not null)
        {
            writer.WriteStringValue("reasoning.encrypted_content"u8);
        }

        if (request.TopLogprobs is not null)
        {
            writer.WriteStringValue("message.output_text.logprobs"u8);
        }

        writer.WriteEndArray();
    }

    private static void WriteSampling(Utf8JsonWriter writer, ChatRequest request, Losses losses)
    {
        WriteNumber(writer, "max_output_tokens"u8, request.MaxOutputTokens);
        if (request.Temperature is { } temperature)
        {
            writer.WriteNumber("temperature"u8, temperature);
        }

        if (request.TopP is { } topP)
        {
            writer.WriteNumber("top_p"u8, topP);
        }

        if (request.TopLogprobs is > 0)
        {
            WriteNumber(writer, "top_logprobs"u8, request.TopLogprobs);
        }

        Lose(losses, "stop", request.Stop.Count > 0);
        Lose(losses, "top_k", request.TopK is not null);
        Lose(losses, "presence_penalty", request.PresencePenalty is not null and not 0);
        Lose(losses, "frequency_penalty", request.FrequencyPenalty is not null and not 0);
        Lose(losses, "seed", request.Seed is not null);
        Lose(losses, "n", request.Choices > 1);
    }

    private static void WriteText(Utf8JsonWriter writer, ResponseFormat? format)
    {
        if (format is null)
        {
            return;
        }

        writer.WriteStartObject("text"u8);
        writer.WriteStartObject("format"u8);
        if (format.Schema is not { } schema)
        {
            writer.WriteString("type"u8, "json_object"u8);
        }
        else
        {
            writer.WriteString("type"u8, "json_schema"u8);

            // Required here and not everywhere.
            writer.WriteString("name"u8, format.Name ?? "answer");
            if (format.Description is { } description)
            {
                writer.WriteString("description"u8, description);
            }

            if (format.Strict is { } strict)
            {
                writer.WriteBoolean("strict"u8, strict);
            }

            writer.WritePropertyName("schema"u8);
            WireJson.WriteRaw(writer, schema);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteReasoning(Utf8JsonWriter writer, ReasoningDemand? demand, Losses losses)
    {
        if (demand is null)
        {
            return;
        }

        // The wire has words and no numbers for it. The bounds are where other gateways draw them.
        var effort = demand.Enabled == false ? "none" : demand.Effort ?? demand.BudgetTokens switch
        {
            null or < 0 => null,
            <= 2048 => "low",
            <= 8192 => "medium",
            _ => "high",
        };
        if (demand is { BudgetTokens: >= 0, Effort: null, Enabled: not false })
        {
            losses.AddHint("reasoning.budget_tokens");
        }

        if (effort is null && demand.Shown != true)
        {
            return;
        }

        writer.WriteStartObject("reasoning"u8);
        if (effort is not null)
        {
            writer.WriteString("effort"u8, effort);
        }

        if (demand.Shown == true)
        {
            writer.WriteString("summary"u8, "auto"u8);
        }

        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void Lose(Losses losses, string field, bool isSet)
    {
        if (isSet)
        {
            losses.Add(field);
        }
    }
}
