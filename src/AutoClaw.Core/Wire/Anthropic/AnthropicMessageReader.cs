using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>Reads <c>system</c> and <c>messages</c>. A user's message with tool results becomes a tool's message and, for the rest, a user's.</summary>
internal sealed class AnthropicMessageReader(AnthropicFields fields)
{
    private readonly AnthropicBlockReader _blocks = new(fields);
    private readonly List<ChatMessage> _messages = [];

    public IReadOnlyList<ChatMessage> Read(JsonElement root)
    {
        if (_blocks.ReadContent(root, "system", "") is { Count: > 0 } system)
        {
            _messages.Add(new ChatMessage(ChatRole.System, [.. system.Select(part => part.Part)]));
        }

        var any = false;
        foreach (var (message, path) in fields.Items(root, "messages", ""))
        {
            any = true;
            if (message.ValueKind == JsonValueKind.Object)
            {
                ReadMessage(message, path);
            }
            else
            {
                fields.RefuseType(path, "an object");
            }
        }

        if (!any)
        {
            fields.Refuse("no_messages", "messages", "'messages' is empty: send at least one.");
        }

        return _messages;
    }

    private void ReadMessage(JsonElement message, string path)
    {
        foreach (var field in message.EnumerateObject().Where(field => field.Name is not ("role" or "content")))
        {
            fields.Keep($"{path}.{field.Name}", field.Value);
        }

        if (!AnthropicFields.TryGet(message, "content", out _))
        {
            fields.Refuse("missing_field", $"{path}.content", $"'{path}.content' is missing: a string or an array of blocks.");
            return;
        }

        var parts = _blocks.ReadContent(message, "content", path);
        switch (fields.Required(message, "role", path))
        {
            case "user":
                AddUser(parts);
                break;
            case "assistant":
                Add(ChatRole.Assistant, parts);
                break;
            case "system":
                Add(ChatRole.System, parts);
                break;
            default:
                fields.RefuseType($"{path}.role", "'user', 'assistant' or 'system'");
                break;
        }
    }

    // Results stand first wherever they stood: other wires want them right after the calls that they answer.
    private void AddUser(List<(ChatRole? Role, ChatPart Part)> parts)
    {
        var results = parts.Where(part => part.Part is ChatPart.ToolResult).Select(part => part.Part).ToList();
        if (results.Count > 0)
        {
            _messages.Add(new ChatMessage(ChatRole.Tool, results));
            parts.RemoveAll(part => part.Part is ChatPart.ToolResult);
        }

        if (parts.Count > 0 || results.Count == 0)
        {
            Add(ChatRole.User, parts);
        }
    }

    // A system block inside a message is a message of its own, so that who speaks stays known.
    private void Add(ChatRole role, List<(ChatRole? Role, ChatPart Part)> parts)
    {
        for (var start = 0; start < parts.Count || start == 0;)
        {
            var speaker = start < parts.Count ? parts[start].Role : null;
            var end = start;
            while (end < parts.Count && parts[end].Role == speaker)
            {
                end++;
            }

            _messages.Add(new ChatMessage(speaker ?? role, [.. parts[start..end].Select(part => part.Part)]));
            start = Math.Max(end, start + 1);
        }
    }
}
