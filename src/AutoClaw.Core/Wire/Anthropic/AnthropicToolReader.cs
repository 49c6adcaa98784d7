using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>Reads <c>tools</c> and <c>tool_choice</c>.</summary>
internal static class AnthropicToolReader
{
    public static IReadOnlyList<ChatTool> ReadTools(JsonElement root, AnthropicFields fields)
    {
        var tools = new List<ChatTool>();
        foreach (var (tool, path) in fields.Items(root, "tools", ""))
        {
            if (tool.ValueKind == JsonValueKind.Object)
            {
                tools.Add(ReadTool(tool, path, fields));
            }
            else
            {
                fields.RefuseType(path, "an object");
            }
        }

        return tools;
    }

    public static ChatRequest WithChoice(ChatRequest request, JsonElement root, AnthropicFields fields)
    {
        if (!fields.TryGetObject(root, "tool_choice", "", out var choice))
        {
            return request;
        }

        foreach (var field in choice.EnumerateObject().Where(field => field.Name is not ("type" or "name" or "disable_parallel_tool_use")))
        {
            fields.Keep($"tool_choice.{field.Name}", field.Value);
        }

        var read = fields.Required(choice, "type", "tool_choice") switch
        {
            "auto" => new ToolChoice(ToolChoiceMode.Auto),
            "any" => new ToolChoice(ToolChoiceMode.Required),
            "none" => new ToolChoice(ToolChoiceMode.None),
            "tool" => new ToolChoice(ToolChoiceMode.Required, fields.Required(choice, "name", "tool_choice")),
            _ => null,
        };
        if (read is null)
        {
            fields.RefuseType("tool_choice.type", "'auto', 'any', 'tool' or 'none'");
        }

        return request with
        {
            ToolChoice = read,
            ParallelToolCalls = !fields.Boolean(choice, "disable_parallel_tool_use", "tool_choice"),
        };
    }

    private static ChatTool ReadTool(JsonElement tool, string path, AnthropicFields fields)
    {
        var type = fields.Text(tool, "type", path);
        if (type is not (null or "custom"))
        {
            // The vendor runs it, or has taught its models what it is: no other engine knows it by this name.
            return new ChatTool(type, null, null, Vendor: new ForeignField(path, tool));
        }

        JsonElement? schema = null;
        if (fields.TryGetObject(tool, "input_schema", path, out var given))
        {
            schema = given;
        }
        else
        {
            fields.Refuse("missing_field", $"{path}.input_schema", $"'{path}.input_schema' is missing: it must be a JSON schema of type object.");
        }

        foreach (var field in tool.EnumerateObject())
        {
            if (field.Name is not ("type" or "name" or "description" or "input_schema" or "strict"))
            {
                fields.Keep($"{path}.{field.Name}", field.Value, IsHint(field));
            }
        }

        return new ChatTool(
            fields.Required(tool, "name", path), fields.Text(tool, "description", path), schema, fields.Boolean(tool, "strict", path));
    }

    // How a tool travels, not what it is. A deferred tool that is there at once is found all the sooner.
    private static bool IsHint(JsonProperty field) => field.Name is "cache_control" or "eager_input_streaming" or "defer_loading"
        || (field.Name == "allowed_callers" && field.Value.ValueKind == JsonValueKind.Array
            && field.Value.EnumerateArray().Any(caller => caller.ValueKind == JsonValueKind.String && caller.ValueEquals("direct")));
}
