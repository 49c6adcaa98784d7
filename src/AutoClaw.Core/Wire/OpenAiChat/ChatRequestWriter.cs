using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>Writes a chat completions request from the neutral form. Always a stream.</summary>
internal sealed partial class ChatRequestWriter(Losses losses, bool asksUsage, string limitField)
{
    public void Write(ChatRequest request, string model, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        writer.WriteStartObject();
        writer.WriteString("model"u8, model);
        writer.WriteBoolean("stream"u8, true);
        if (asksUsage)
        {
            writer.WriteStartObject("stream_options"u8);
            writer.WriteBoolean("include_usage"u8, true);
            writer.WriteEndObject();
        }

        WriteMessages(writer, request.Messages);
        WriteTools(writer, request);
        WriteFormat(writer, request.ResponseFormat);
        WriteSampling(writer, request);
        writer.WriteEndObject();
        losses.Add(request.Foreign);
    }

    private void WriteSampling(Utf8JsonWriter writer, ChatRequest request)
    {
        WriteNumber(writer, limitField, request.MaxOutputTokens);
        WriteNumber(writer, "temperature", request.Temperature);
        WriteNumber(writer, "top_p", request.TopP);
        WriteNumber(writer, "top_k", request.TopK);
        WriteNumber(writer, "presence_penalty", request.PresencePenalty);
        WriteNumber(writer, "frequency_penalty", request.FrequencyPenalty);
        WriteNumber(writer, "seed", request.Seed);
        WriteNumber(writer, "n", request.Choices > 1 ? request.Choices : null);
        if (request.TopLogprobs is { } alternatives)
        {
            writer.WriteBoolean("logprobs"u8, true);
            WriteNumber(writer, "top_logprobs", alternatives > 0 ? alternatives : null);
        }

        if (request.Stop.Count > 0)
        {
            writer.WriteStartArray("stop"u8);
            foreach (var stop in request.Stop)
            {
                writer.WriteStringValue(stop);
            }

            writer.WriteEndArray();
        }

        if (request.EndUser is not null)
        {
            writer.WriteString("user"u8, request.EndUser);
        }

        if (EffortOf(request.Reasoning) is { } effort)
        {
            writer.WriteString("reasoning_effort"u8, effort);
        }
    }

    // Budgets have no field here. The bounds are those that Gemini's documentation gives for the efforts of its OpenAI-compatible endpoint.
    private static string? EffortOf(ReasoningDemand? demand) => demand switch
    {
        null => null,
        { Effort: { } effort } => effort,
        { Enabled: false } or { BudgetTokens: 0 } => "none",
        { BudgetTokens: < 0 } => null,
        { BudgetTokens: <= 1024 } => "low",
        { BudgetTokens: <= 8192 } => "medium",
        { BudgetTokens: not null } => "high",
        _ => null,
    };

    private void WriteTools(Utf8JsonWriter writer, ChatRequest request)
    {
        foreach (var tool in request.Tools)
        {
            if (tool.Vendor is { } vendor)
            {
                losses.Add([vendor]);
            }
        }

        var functions = request.Tools.Where(tool => tool.Vendor is null).ToList();
        if (functions.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("tools"u8);
        foreach (var tool in functions)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, tool.Name);
            WriteText(writer, "description", tool.Description);
            WriteElement(writer, "parameters", tool.Parameters);
            WriteBoolean(writer, "strict", tool.Strict);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteBoolean(writer, "parallel_tool_calls", request.ParallelToolCalls);
        switch (request.ToolChoice)
        {
            case { Name: { } name }:
                writer.WriteStartObject("tool_choice"u8);
                writer.WriteString("type"u8, "function"u8);
                writer.WriteStartObject("function"u8);
                writer.WriteString("name"u8, name);
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            case { } choice:
                writer.WriteString("tool_choice"u8, choice.Mode switch
                {
                    ToolChoiceMode.None => "none",
                    ToolChoiceMode.Required => "required",
                    _ => "auto",
                });
                break;
        }
    }

    private static void WriteFormat(Utf8JsonWriter writer, ResponseFormat? format)
    {
        if (format is null)
        {
            return;
        }

        writer.WriteStartObject("response_format"u8);
        writer.WriteString("type"u8, format.Schema is null ? "json_object"u8 : "json_schema"u8);
        if (format.Schema is { } schema)
        {
            writer.WriteStartObject("json_schema"u8);

            // The other wires' schemas have no name, and here one is required.
            writer.WriteString("name"u8, format.Name ?? "answer");
            WriteText(writer, "description", format.Description);
            WriteElement(writer, "schema", schema);
            WriteBoolean(writer, "strict", format.Strict);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteBoolean(Utf8JsonWriter writer, string name, bool? value)
    {
        if (value is { } known)
        {
            writer.WriteBoolean(name, known);
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } known)
        {
            writer.WriteNumber(name, known);
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } known)
        {
            writer.WriteNumber(name, known);
        }
    }

    private static void WriteElement(Utf8JsonWriter writer, string name, JsonElement? value)
    {
        if (value is { } known)
        {
            writer.WritePropertyName(name);
            WireJson.WriteRaw(writer, known);
        }
    }
}
