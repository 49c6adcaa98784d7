using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>Reads a chat completions request into the neutral form, for an engine of another wire.</summary>
internal sealed partial class ChatRequestReader
{
    // They change where an answer is kept, billed, cached or traced, not what it says.
    private static readonly HashSet<string> Hints =
    [
        "metadata", "store", "service_tier", "prompt_cache_key", "prompt_cache_retention", "prediction", "cache_prompt", "id_slot",
    ];

    private readonly JsonFields _fields = new();
    private readonly List<ForeignField> _foreign = [];

    public static bool TryRead(ReadOnlyMemory<byte> body, out ChatRequest? request, out EnvelopeProblem? problem)
    {
        request = null;
        if (RequestBody.TryParse(body, out var root, out problem))
        {
            var reader = new ChatRequestReader();
            var read = reader.Read(root);
            problem = reader._fields.Problem;
            request = problem is null ? read : null;
        }

        return problem is null;
    }

    private ChatRequest Read(JsonElement root)
    {
        var request = new ChatRequest { Model = "", Messages = [] };
        string? endUser = null;
        bool logprobs = false;
        foreach (var member in _fields.Members(root, "body"))
        {
            var (name, value) = (member.Name, member.Value);
            request = name switch
            {
                "model" => request with { Model = _fields.Text(value, name) ?? "" },
                "messages" => request with { Messages = ReadMessages(value) },
                "stream" => request with { Stream = _fields.Boolean(value, name) ?? false },
                "tools" => request with { Tools = ReadTools(value) },
                "tool_choice" => request with { ToolChoice = ReadToolChoice(value) },
                "parallel_tool_calls" => request with { ParallelToolCalls = _fields.Boolean(value, name) },
                "response_format" => request with { ResponseFormat = ReadResponseFormat(value) },
                "max_completion_tokens" => request with { MaxOutputTokens = _fields.WholeNumber(value, name) },
                "max_tokens" => request with { MaxOutputTokens = request.MaxOutputTokens ?? _fields.WholeNumber(value, name) },
                "stop" => request with { Stop = ReadStop(value) },
                "temperature" => request with { Temperature = _fields.Number(value, name) },
                "top_p" => request with { TopP = _fields.Number(value, name) },
                "top_k" => request with { TopK = _fields.WholeNumber(value, name) },
                "presence_penalty" => request with { PresencePenalty = _fields.Number(value, name) },
                "frequency_penalty" => request with { FrequencyPenalty = _fields.Number(value, name) },
                "seed" => request with { Seed = _fields.WholeNumber(value, name) },
                "n" => request with { Choices = (int)Math.Clamp(_fields.WholeNumber(value, name) ?? 1, 1, 1024) },
                "top_logprobs" => request with { TopLogprobs = (int?)_fields.WholeNumber(value, name) },
                "reasoning_effort" => request with { Reasoning = ReadEffort(_fields.Text(value, name)) },
                _ => request,
            };
            switch (name)
            {
                case "logprobs":
                    logprobs = _fields.Boolean(value, name) ?? false;
                    break;
                case "safety_identifier":
                    endUser = _fields.Text(value, name);
                    break;
                case "user":
                    endUser ??= _fields.Text(value, name);
                    break;
                default:
                    KeepForeign(name, value);
                    break;
            }
        }

        return request with
        {
            EndUser = endUser,
            TopLogprobs = logprobs ? request.TopLogprobs ?? 0 : null,
            Foreign = _foreign,
        };
    }

    private void KeepForeign(string name, JsonElement value)
    {
        var isKnown = name is "model" or "messages" or "stream" or "stream_options" or "tools" or "tool_choice" or "parallel_tool_calls"
            or "response_format" or "max_completion_tokens" or "max_tokens" or "stop" or "temperature" or "top_p" or "top_k"
            or "presence_penalty" or "frequency_penalty" or "seed" or "n" or "top_logprobs" or "reasoning_effort";

        // Text alone is what every wire gives.
        var isDefault = name == "modalities" && value.ValueKind is JsonValueKind.Array && value.GetArrayLength() == 1 && value[0].ValueEquals("text");
        if (!isKnown && !isDefault)
        {
            _foreign.Add(new ForeignField(name, value, Hints.Contains(name)));
        }
    }

    private static ReasoningDemand? ReadEffort(string? effort) => effort switch
    {
        null => null,
        "none" => new ReasoningDemand(Enabled: false),
        _ => new ReasoningDemand(Effort: effort),
    };

    private List<string> ReadStop(JsonElement value) => value.ValueKind is JsonValueKind.String
        ? [value.GetString()!]
        : [.. _fields.Items(value, "stop").Select(item => _fields.Text(item, "stop") ?? "")];

    private List<ChatTool> ReadTools(JsonElement value)
    {
        var tools = new List<ChatTool>();
        foreach (var tool in _fields.Items(value, "tools"))
        {
            var param = $"tools[{tools.Count}]";
            var type = _fields.Required(tool, "type", param);
            if (type == "function" && tool.TryGetProperty("function", out var function))
            {
                tools.Add(new ChatTool(
                    _fields.Required(function, "name", $"{param}.function") ?? "",
                    Member(function, "description") is { } text ? _fields.Text(text, $"{param}.function.description") : null,
                    Member(function, "parameters"),
                    Member(function, "strict") is { } strict ? _fields.Boolean(strict, $"{param}.function.strict") : null));
            }
            else
            {
                tools.Add(new ChatTool(type ?? "", null, null, Vendor: new ForeignField(param, tool)));
            }
        }

        return tools;
    }

    private ToolChoice? ReadToolChoice(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Object && Member(value, "function") is { } function)
        {
            return new ToolChoice(ToolChoiceMode.Required, _fields.Required(function, "name", "tool_choice.function"));
        }

        if (value.ValueKind is JsonValueKind.String)
        {
            switch (value.GetString())
            {
                case "auto":
                    return new ToolChoice(ToolChoiceMode.Auto);
                case "none":
                    return new ToolChoice(ToolChoiceMode.None);
                case "required":
                    return new ToolChoice(ToolChoiceMode.Required);
            }
        }

        _foreign.Add(new ForeignField("tool_choice", value));
        return null;
    }

    private ResponseFormat? ReadResponseFormat(JsonElement value)
    {
        switch (_fields.Required(value, "type", "response_format"))
        {
            case "json_object":
                return new ResponseFormat(null);
            case "json_schema" when Member(value, "json_schema") is { } schema:
                return new ResponseFormat(
                    Member(schema, "schema"),
                    Member(schema, "name") is { } name ? _fields.Text(name, "response_format.json_schema.name") : null,
                    Member(schema, "description") is { } text ? _fields.Text(text, "response_format.json_schema.description") : null,
                    Member(schema, "strict") is { } strict ? _fields.Boolean(strict, "response_format.json_schema.strict") : null);
            case "text":
                return null;
            default:
                _foreign.Add(new ForeignField("response_format", value));
                return null;
        }
    }

    private static JsonElement? Member(JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;
}
