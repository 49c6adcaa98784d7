using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Reads <c>generationConfig</c>: limits, sampling, format, thinking.</summary>
internal static class GeminiConfigReader
{
    private const string Path = "generationConfig.";

    public static ChatRequest Read(JsonElement config, ChatRequest request, GeminiFindings findings)
    {
        if (config.ValueKind != JsonValueKind.Object)
        {
            findings.RefuseType("generationConfig", "an object");
            return request;
        }

        foreach (var (name, value) in GeminiNames.Members(config))
        {
            request = ReadMember(name, value, request, findings);
        }

        return ReadFormat(config, ReadLogprobs(config, request, findings), findings);
    }

    private static ChatRequest ReadMember(string name, JsonElement value, ChatRequest request, GeminiFindings findings)
    {
        var path = Path + name;
        switch (name)
        {
            case "temperature":
                return request with { Temperature = findings.Number(value, path) };
            case "topP":
                return request with { TopP = findings.Number(value, path) };
            case "topK":
                // A whole number by nature, which the API takes as any number.
                return request with { TopK = (long?)findings.Number(value, path) };
            case "presencePenalty":
                return request with { PresencePenalty = findings.Number(value, path) };
            case "frequencyPenalty":
                return request with { FrequencyPenalty = findings.Number(value, path) };
            case "maxOutputTokens":
                return request with { MaxOutputTokens = findings.Integer(value, path) };
            case "candidateCount":
                return request with { Choices = (int)Math.Clamp(findings.Integer(value, path) ?? 1, 1, 1024) };
            case "seed":
                return request with { Seed = findings.Integer(value, path) };
            case "stopSequences":
                return request with { Stop = [.. GeminiNames.Items(value).Select(item => findings.Text(item, path) ?? "")] };
            case "thinkingConfig":
                return request with { Reasoning = ReadThinking(value, findings) };
            case "responseMimeType" or "responseSchema" or "responseJsonSchema" or "responseLogprobs" or "logprobs":
                return request;
            case "responseModalities" when GeminiNames.Items(value).All(item => item.ValueKind == JsonValueKind.String && item.ValueEquals("TEXT")):
                return request;
            default:
                findings.Add(path, value);
                return request;
        }
    }

    private static ChatRequest ReadLogprobs(JsonElement config, ChatRequest request, GeminiFindings findings)
    {
        if (GeminiNames.Find(config, "responseLogprobs") is not { } wanted || findings.Flag(wanted, Path + "responseLogprobs") != true)
        {
            return request;
        }

        var alternatives = GeminiNames.Find(config, "logprobs") is { } count ? findings.Integer(count, Path + "logprobs") : 0;
        return request with { TopLogprobs = (int)Math.Clamp(alternatives ?? 0, 0, 1024) };
    }

    private static ChatRequest ReadFormat(JsonElement config, ChatRequest request, GeminiFindings findings)
    {
        var type = GeminiNames.Find(config, "responseMimeType");
        if (type is { } given && findings.Text(given, Path + "responseMimeType") is not ("application/json" or "text/plain" or ""))
        {
            // An answer that is one of several words, without quotes: no other wire has that.
            findings.Add(Path + "responseMimeType", given);
        }

        if (GeminiNames.Find(config, "responseJsonSchema") is { } schema)
        {
            return request with { ResponseFormat = new ResponseFormat(schema) };
        }

        if (GeminiNames.Find(config, "responseSchema") is { } own)
        {
            return request with { ResponseFormat = new ResponseFormat(Schema(own, Path + "responseSchema", findings)) };
        }

        return type is { ValueKind: JsonValueKind.String } json && json.ValueEquals("application/json")
            ? request with { ResponseFormat = new ResponseFormat(null) }
            : request;
    }

    private static ReasoningDemand ReadThinking(JsonElement config, GeminiFindings findings)
    {
        var demand = new ReasoningDemand();
        const string path = Path + "thinkingConfig";
        if (config.ValueKind != JsonValueKind.Object)
        {
            findings.RefuseType(path, "an object");
        }

        foreach (var (name, value) in GeminiNames.Members(config))
        {
            switch (name)
            {
                case "thinkingBudget":
                    var budget = findings.Integer(value, path + ".thinkingBudget");
                    demand = budget == 0 ? demand with { Enabled = false } : demand with { BudgetTokens = budget };
                    break;
                case "includeThoughts":
                    demand = demand with { Shown = findings.Flag(value, path + ".includeThoughts") };
                    break;
                case "thinkingLevel":
                    var level = findings.Text(value, path + ".thinkingLevel");
                    demand = level is null or "THINKING_LEVEL_UNSPECIFIED" ? demand : demand with { Effort = level.ToLowerInvariant() };
                    break;
                default:
                    findings.Add($"{path}.{name}", value);
                    break;
            }
        }

        return demand;
    }

    /// <summary>JSON schema of the API's own; what gets lost becomes hints under <paramref name="path"/>.</summary>
    internal static JsonElement Schema(JsonElement own, string path, GeminiFindings findings)
    {
        var lost = new List<string>();
        var schema = GeminiSchema.ToJsonSchema(own, lost);
        foreach (var name in lost.Distinct())
        {
            findings.Add($"{path}.{name}", own, isHint: true);
        }

        return schema;
    }
}
