using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>Reads content: a string, or blocks of the kinds that the neutral form knows; the others stay whole as <see cref="ChatPart.Foreign"/>.</summary>
internal sealed class AnthropicBlockReader(AnthropicFields fields)
{
    /// <summary>Each part with its speaker where the block names another than its message's.</summary>
    public List<(ChatRole? Role, ChatPart Part)> ReadContent(JsonElement owner, string name, string path)
    {
        if (AnthropicFields.TryGet(owner, name, out var content) && content.ValueKind == JsonValueKind.String)
        {
            return [(null, new ChatPart.Text(new ChatText(content)))];
        }

        var parts = new List<(ChatRole? Role, ChatPart Part)>();
        foreach (var (block, at) in fields.Items(owner, name, path))
        {
            if (block.ValueKind == JsonValueKind.Object)
            {
                ReadBlock(block, at, parts);
            }
            else
            {
                fields.RefuseType(at, "an object");
            }
        }

        return parts;
    }

    private void ReadBlock(JsonElement block, string path, List<(ChatRole? Role, ChatPart Part)> parts)
    {
        var type = fields.Required(block, "type", path);
        switch (type)
        {
            case "text":
                KeepOthers(block, path, "text");
                parts.Add((null, new ChatPart.Text(fields.RequiredText(block, "text", path))));
                break;
            case "image":
                KeepOthers(block, path, "source");
                parts.Add((null, AnthropicSourceReader.ReadImage(block, path, fields)));
                break;
            case "document":
                KeepOthers(block, path, "source", "title", "context", "citations");
                parts.AddRange(new AnthropicSourceReader(fields, this).ReadDocument(block, path).Select(part => ((ChatRole?)null, part)));
                break;
            case "tool_use":
                KeepOthers(block, path, "id", "name", "input");
                parts.Add((null, ReadCall(block, path)));
                break;
            case "tool_result":
                KeepOthers(block, path, "tool_use_id", "content", "is_error");
                parts.Add((null, ReadResult(block, path)));
                break;
            case "thinking":
                KeepOthers(block, path, "thinking", "signature");
                parts.Add((null, new ChatPart.Reasoning(fields.Required(block, "thinking", path), State("signature", block, path))));
                break;
            case "redacted_thinking":
                KeepOthers(block, path, "data");
                parts.Add((null, new ChatPart.Reasoning("", State("data", block, path))));
                break;
            case "mid_conv_system":
                KeepOthers(block, path, "content");
                parts.AddRange(ReadContent(block, "content", path).Select(part => ((ChatRole?)ChatRole.System, part.Part)));
                break;
            default:
                parts.Add((null, new ChatPart.Foreign(WireName.Anthropic, type, block)));
                break;
        }
    }

    private ChatPart.ToolCall ReadCall(JsonElement block, string path)
    {
        if (!fields.TryGetObject(block, "input", path, out var input))
        {
            fields.Refuse("missing_field", $"{path}.input", $"'{path}.input' is missing: it must be an object.");
            return new ChatPart.ToolCall("", "", "");
        }

        return new ChatPart.ToolCall(fields.Required(block, "id", path), fields.Required(block, "name", path), input.GetRawText());
    }

    private ChatPart.ToolResult ReadResult(JsonElement block, string path) => new(
        fields.Required(block, "tool_use_id", path),
        [.. ReadContent(block, "content", path).Select(part => part.Part)],
        fields.Boolean(block, "is_error", path) ?? false);

    // A thought that came from an engine without signatures has an empty one.
    private OpaqueState? State(string kind, JsonElement block, string path) =>
        fields.Text(block, kind, path) is { Length: > 0 } value ? new OpaqueState(WireName.Anthropic, kind, value) : null;

    // Citations of an earlier answer are notes on its text. A call that the model itself made says so, as every call does without it.
    private void KeepOthers(JsonElement block, string path, params ReadOnlySpan<string> known)
    {
        foreach (var field in block.EnumerateObject())
        {
            if (field.Name != "type" && !known.Contains(field.Name) && !IsDirectCaller(field))
            {
                fields.Keep($"{path}.{field.Name}", field.Value, field.Name is "cache_control" or "citations");
            }
        }
    }

    private static bool IsDirectCaller(JsonProperty field) =>
        field.Name == "caller" && field.Value.ValueKind == JsonValueKind.Object
        && field.Value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("direct");
}
