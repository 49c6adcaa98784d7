using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>Reads a request of Anthropic Messages into the neutral form.</summary>
internal static class AnthropicRequestReader
{
    public static bool TryRead(ReadOnlyMemory<byte> body, out ChatRequest? request, out EnvelopeProblem? problem)
    {
        request = null;
        if (RequestBody.TryParse(body, out var root, out problem))
        {
            var fields = new AnthropicFields();
            var read = Read(root, fields);
            problem = fields.Problem;
            request = problem is null ? read : null;
        }

        return problem is null;
    }

    private static ChatRequest Read(JsonElement root, AnthropicFields fields)
    {
        var messages = new AnthropicMessageReader(fields).Read(root);
        var maxTokens = fields.Integer(root, "max_tokens", "");
        if (maxTokens is null)
        {
            fields.Refuse("missing_field", "max_tokens", "Say in 'max_tokens' how many tokens the answer may have at most.");
        }

        var request = new ChatRequest
        {
            Model = fields.Required(root, "model", ""),
            Stream = fields.Boolean(root, "stream", "") ?? false,
            Messages = messages,
            MaxOutputTokens = maxTokens,
            Stop = [.. fields.Items(root, "stop_sequences", "").Select(stop => StringOf(stop, fields))],
            Temperature = fields.Number(root, "temperature"),
            TopP = fields.Number(root, "top_p"),
            TopK = fields.Integer(root, "top_k", ""),
            Tools = AnthropicToolReader.ReadTools(root, fields),
            Reasoning = AnthropicOutputReader.ReadReasoning(root, fields),
            ResponseFormat = AnthropicOutputReader.ReadFormat(root, fields),
            EndUser = ReadMetadata(root, fields),
        };
        request = AnthropicToolReader.WithChoice(request, root, fields);
        foreach (var field in root.EnumerateObject())
        {
            if (!IsCarried(field.Name))
            {
                fields.Keep(field.Name, field.Value, IsHint(field.Name));
            }
        }

        return request with { Foreign = fields.Foreign };
    }

    private static string? ReadMetadata(JsonElement root, AnthropicFields fields)
    {
        if (!fields.TryGetObject(root, "metadata", "", out var metadata))
        {
            return null;
        }

        foreach (var field in metadata.EnumerateObject().Where(field => field.Name != "user_id"))
        {
            fields.Keep($"metadata.{field.Name}", field.Value, isHint: true);
        }

        return fields.Text(metadata, "user_id", "metadata");
    }

    private static string StringOf((JsonElement Item, string Path) item, AnthropicFields fields)
    {
        if (item.Item.ValueKind == JsonValueKind.String)
        {
            return item.Item.GetString()!;
        }

        fields.RefuseType(item.Path, "a string");
        return "";
    }

    private static bool IsCarried(string name) => name is "model" or "stream" or "messages" or "system" or "max_tokens" or "stop_sequences"
        or "temperature" or "top_p" or "top_k" or "tools" or "tool_choice" or "thinking" or "output_config" or "output_format" or "metadata";

    // Context management drops old results to save room: without it the model sees more, not less.
    private static bool IsHint(string name) => name is "cache_control" or "service_tier" or "speed" or "diagnostics" or "context_management";
}
