using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Writes <c>generationConfig</c>.</summary>
internal static class GeminiConfigWriter
{
    // Google's own OpenAI-compatible endpoint takes the efforts for as much.
    private const int LowBudget = 1024;
    private const int MediumBudget = 8192;
    private const int HighBudget = 24576;

    public static void Write(Utf8JsonWriter writer, ChatRequest request, GeminiGeneration generation, Losses losses)
    {
        writer.WriteStartObject("generationConfig"u8);
        WriteNumber(writer, "temperature"u8, request.Temperature);
        WriteNumber(writer, "topP"u8, request.TopP);
        WriteNumber(writer, "topK"u8, request.TopK);
        WriteNumber(writer, "presencePenalty"u8, request.PresencePenalty);
        WriteNumber(writer, "frequencyPenalty"u8, request.FrequencyPenalty);
        WriteNumber(writer, "maxOutputTokens"u8, request.MaxOutputTokens);
        WriteNumber(writer, "candidateCount"u8, request.Choices > 1 ? request.Choices : null);
        if (request.Seed is null or (>= int.MinValue and <= int.MaxValue))
        {
            WriteNumber(writer, "seed"u8, request.Seed);
        }
        else
        {
            losses.AddHint("seed");
        }

        WriteStop(writer, request.Stop);
        if (request.TopLogprobs is { } alternatives)
        {
            writer.WriteBoolean("responseLogprobs"u8, true);
            WriteNumber(writer, "logprobs"u8, alternatives > 0 ? alternatives : null);
        }

        WriteFormat(writer, request.ResponseFormat, losses);
        WriteThinking(writer, request.Reasoning, generation, losses);
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void WriteStop(Utf8JsonWriter writer, IReadOnlyList<string> stop)
    {
        if (stop.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("stopSequences"u8);
        foreach (var sequence in stop)
        {
            writer.WriteStringValue(sequence);
        }

        writer.WriteEndArray();
    }

    private static void WriteFormat(Utf8JsonWriter writer, ResponseFormat? format, Losses losses)
    {
        if (format is null)
        {
            return;
        }

        writer.WriteString("responseMimeType"u8, "application/json"u8);
        if (format.Schema is { } schema)
        {
            GeminiToolWriter.WriteSchema(writer, schema, "responseSchema"u8, "responseJsonSchema"u8, "response_format.json_schema.schema", losses);
        }

        AddHint(losses, format.Name, "response_format.json_schema.name");
        AddHint(losses, format.Description, "response_format.json_schema.description");
        AddHint(losses, format.Strict, "response_format.json_schema.strict");
    }

    private static void AddHint(Losses losses, object? value, string name)
    {
        if (value is not null)
        {
            losses.AddHint(name);
        }
    }

    private static void WriteThinking(Utf8JsonWriter writer, ReasoningDemand? demand, GeminiGeneration generation, Losses losses)
    {
        if (demand is null or { Enabled: null, Effort: null, BudgetTokens: null, Shown: null })
        {
            return;
        }

        writer.WriteStartObject("thinkingConfig"u8);
        if (generation.TakesLevels)
        {
            WriteLevel(writer, demand, losses);
        }
        else
        {
            WriteNumber(writer, "thinkingBudget"u8, BudgetOf(demand, losses));
        }

        if (demand.Shown is { } shown)
        {
            writer.WriteBoolean("includeThoughts"u8, shown);
        }

        writer.WriteEndObject();
    }

    // The API refuses a level beside a budget. A budget alone is understood by all.
    private static void WriteLevel(Utf8JsonWriter writer, ReasoningDemand demand, Losses losses)
    {
        if (demand.Enabled == false || demand.Effort == "none")
        {
            // These models always think; this is the least that all of them take.
            writer.WriteString("thinkingLevel"u8, "LOW"u8);
            losses.AddHint("reasoning");
        }
        else if (demand.Effort is { } effort && LevelOf(effort) is { } level)
        {
            writer.WriteString("thinkingLevel"u8, level);
            AddHint(losses, demand.BudgetTokens, "reasoning.budget_tokens");
        }
        else
        {
            AddHint(losses, demand.Effort, "reasoning.effort");
            WriteNumber(writer, "thinkingBudget"u8, demand.BudgetTokens);
        }
    }

    private static string? LevelOf(string effort) => effort switch
    {
        "minimal" => "MINIMAL",
        "low" => "LOW",
        "medium" => "MEDIUM",
        "high" or "xhigh" or "max" => "HIGH",
        _ => null,
    };

    private static long? BudgetOf(ReasoningDemand demand, Losses losses)
    {
        if (demand.Enabled == false || demand.Effort == "none")
        {
            return 0;
        }

        if (demand.BudgetTokens is { } budget)
        {
            return budget;
        }

        switch (demand.Effort)
        {
            case "minimal" or "low":
                return LowBudget;
            case "medium":
                return MediumBudget;
            case "high" or "xhigh" or "max":
                return HighBudget;
            case null:
                // As much as it sees fit, which is what these models do of themselves.
                return demand.Enabled == true ? -1 : null;
            default:
                losses.AddHint("reasoning.effort");
                return null;
        }
    }
}
