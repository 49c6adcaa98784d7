using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>Reads a request into its neutral form.</summary>
internal sealed class ResponsesRequestReader
{
    // Caching, tracing, storage, limits of the vendor's own tools, and matters of taste: the answer is as good without them.
    private static readonly HashSet<string> Hints =
    [
        "client_metadata", "context_management", "max_tool_calls", "metadata", "prompt_cache_key", "prompt_cache_options",
        "prompt_cache_retention", "service_tier", "stream_options", "truncation",
    ];

    private readonly RequestFindings _findings = new();
    private readonly RequestItemReader _items;
    private readonly RequestToolReader _toolReader;
    private readonly RequestOptionReader _options;

    private ResponsesRequestReader()
    {
        _items = new RequestItemReader(_findings);
        _toolReader = new RequestToolReader(_findings);
        _options = new RequestOptionReader(_findings);
    }

    public static bool TryRead(ReadOnlyMemory<byte> body, out ChatRequest? request, out EnvelopeProblem? problem)
    {
        request = null;
        if (RequestBody.TryParse(body, out var root, out problem))
        {
            var reader = new ResponsesRequestReader();
            var read = reader.Read(root);
            problem = reader._findings.Problem;
            request = problem is null ? read : null;
        }

        return problem is null;
    }

    private ChatRequest Read(JsonElement root)
    {
        _items.AddInstructions(root);

        var request = new ChatRequest { Model = _findings.Required(root, "", "model"), Messages = [] };
        var tools = root.TryGetProperty("tools"u8, out var list) && list.ValueKind != JsonValueKind.Null ? _toolReader.ReadTools(list) : [];
        foreach (var field in root.EnumerateObject())
        {
            if (field.Value.ValueKind != JsonValueKind.Null)
            {
                request = ReadField(request, root, field.Name, field.Value, tools);
            }
        }

        return request with { Messages = _items.Messages, Tools = tools, Foreign = _findings.Foreign };
    }

    private ChatRequest ReadField(ChatRequest request, JsonElement root, string name, JsonElement value, List<ChatTool> tools)
    {
        switch (name)
        {
            case "model" or "instructions" or "tools":
                return request;
            case "input":
                _items.ReadInput(value);
                return request;
            case "stream":
                return request with { Stream = _findings.Flag(root, "", name) ?? false };
            case "parallel_tool_calls":
                return request with { ParallelToolCalls = _findings.Flag(root, "", name) };
            case "tool_choice":
                return request with { ToolChoice = _toolReader.ReadChoice(value, tools) };
            case "temperature":
                return request with { Temperature = Number(name, value) };
            case "top_p":
                return request with { TopP = Number(name, value) };
            case "max_output_tokens":
                return request with { MaxOutputTokens = Whole(name, value) };
            case "top_logprobs":
                // 0 without log probabilities asked for by 'include' asks for none.
                return Whole(name, value) is { } count and (> 0 and <= int.MaxValue) ? request with { TopLogprobs = (int)count } : request;
            case "include":
                return ReadInclude(request, value);
            case "text":
                return request with { ResponseFormat = _options.ReadText(value) };
            case "reasoning":
                return request with { Reasoning = _options.ReadReasoning(value) };
            // Who keeps the answer is the gateway, whichever engine gives it.
            case "store":
                return request;
            case "background" when value.ValueKind is JsonValueKind.False:
                return request;
            case "safety_identifier" or "user":
                return ReadEndUser(request, name, value);
            default:
                return ReadForeign(request, name, value);
        }
    }

    private ChatRequest ReadForeign(ChatRequest request, string name, JsonElement value)
    {
        if (Hints.Contains(name))
        {
            _findings.KeepHint(name, value);
        }
        else
        {
            _findings.Keep(name, value);
        }

        return request;
    }

    private ChatRequest ReadInclude(ChatRequest request, JsonElement include)
    {
        if (include.ValueKind != JsonValueKind.Array)
        {
            _findings.RefuseType("include", "an array");
            return request;
        }

        var others = false;
        foreach (var entry in include.EnumerateArray())
        {
            if (entry.ValueKind == JsonValueKind.String && entry.ValueEquals("message.output_text.logprobs"u8))
            {
                request = request with { TopLogprobs = request.TopLogprobs ?? 0 };
            }
            else
            {
                // Ciphertext comes in any case.
                others |= entry.ValueKind != JsonValueKind.String || !entry.ValueEquals("reasoning.encrypted_content"u8);
            }
        }

        if (others)
        {
            // More of what the vendor's own tools found.
            _findings.KeepHint("include", include);
        }

        return request;
    }

    private ChatRequest ReadEndUser(ChatRequest request, string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            _findings.RefuseType(name, "a string");
            return request;
        }

        // Both are one thing under its new and its old name.
        var isNewer = name == "safety_identifier";
        if (request.EndUser is { } other && other != value.GetString())
        {
            _findings.KeepHint("user", isNewer ? JsonSerializer.SerializeToElement(other) : value);
        }

        return isNewer || request.EndUser is null ? request with { EndUser = value.GetString() } : request;
    }

    private double? Number(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number))
        {
            return number;
        }

        _findings.RefuseType(name, "a number");
        return null;
    }

    private long? Whole(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number))
        {
            return number;
        }

        _findings.RefuseType(name, "a whole number");
        return null;
    }
}
