using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>Reads the tools, and which of them the model may or must use.</summary>
internal sealed class RequestToolReader(RequestFindings findings)
{
    public List<ChatTool> ReadTools(JsonElement tools)
    {
        var read = new List<ChatTool>();
        if (tools.ValueKind != JsonValueKind.Array)
        {
            findings.RefuseType("tools", "an array");
            return read;
        }

        foreach (var tool in tools.EnumerateArray())
        {
            var path = $"tools[{read.Count}]";
            if (tool.ValueKind != JsonValueKind.Object)
            {
                findings.RefuseType(path, "an object");
                return read;
            }

            read.Add(ReadTool(tool, path));
        }

        return read;
    }

    /// <param name="choice">A word, or an object that names a tool or some.</param>
    /// <param name="tools">Those that may be used; what <c>allowed_tools</c> leaves out goes.</param>
    public ToolChoice? ReadChoice(JsonElement choice, List<ChatTool> tools)
    {
        switch (choice.ValueKind == JsonValueKind.String ? choice.GetString() : ResponsesJson.Text(choice, "type"u8))
        {
            case "auto":
                return new ToolChoice(ToolChoiceMode.Auto);
            case "none":
                return new ToolChoice(ToolChoiceMode.None);
            case "required":
                return new ToolChoice(ToolChoiceMode.Required);
            case "function" or "custom" when choice.ValueKind == JsonValueKind.Object:
                return new ToolChoice(ToolChoiceMode.Required, findings.Required(choice, "tool_choice", "name"));
            case "allowed_tools" when ResponsesJson.Member(choice, "tools"u8) is { ValueKind: JsonValueKind.Array } allowed:
                var names = allowed.EnumerateArray().Select(tool => ResponsesJson.Text(tool, "name"u8) ?? ResponsesJson.Text(tool, "type"u8)).ToHashSet();
                tools.RemoveAll(tool => !names.Contains(tool.Name));
                return new ToolChoice(ResponsesJson.Text(choice, "mode"u8) == "required" ? ToolChoiceMode.Required : ToolChoiceMode.Auto);
            case null:
                findings.RefuseType("tool_choice", "a string, or an object with a 'type'");
                return null;
            default:
                findings.Keep("tool_choice", choice);
                return null;
        }
    }

    private ChatTool ReadTool(JsonElement tool, string path)
    {
        var type = findings.Required(tool, path, "type");
        if (type is not ("function" or "custom"))
        {
            return new ChatTool(type, null, null, Vendor: new ForeignField(path, tool));
        }

        var name = findings.Required(tool, path, "name");
        var description = findings.Text(tool, path, "description");
        findings.KeepHint(tool, path, "defer_loading");
        findings.KeepHint(tool, path, "allowed_callers");
        if (type == "custom")
        {
            return new ChatTool(name, DescriptionWithFormat(tool, path, description), CustomTool.Parameters);
        }

        findings.KeepHint(tool, path, "output_schema");
        JsonElement? parameters = tool.TryGetProperty("parameters"u8, out var schema) && schema.ValueKind != JsonValueKind.Null ? schema : null;
        if (parameters is { ValueKind: not JsonValueKind.Object })
        {
            findings.RefuseType($"{path}.parameters", "an object");
        }

        return new ChatTool(name, description, parameters, findings.Flag(tool, path, "strict"));
    }

    // No other wire lets a grammar bind the model; told of it, a good model keeps to it.
    private string? DescriptionWithFormat(JsonElement tool, string path, string? description)
    {
        if (ResponsesJson.Member(tool, "format"u8) is not { } format || ResponsesJson.Text(format, "definition"u8) is not { } definition)
        {
            return description;
        }

        findings.KeepHint($"{path}.format", format);
        return $"{description}\n\nThe input must match this {ResponsesJson.Text(format, "syntax"u8)} grammar:\n{definition}".TrimStart();
    }
}
