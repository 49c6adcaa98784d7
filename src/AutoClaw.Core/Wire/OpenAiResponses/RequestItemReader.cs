using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>
/// Turns a flat list of items into messages. What the model said, thought and called in one go is one message, and so are the results of
/// the calls; each message of a user or a system stays its own.
/// </summary>
internal sealed class RequestItemReader(RequestFindings findings)
{
    private readonly List<ChatMessage> _messages = [];
    private readonly RequestPartReader _parts = new(findings);
    private OpaqueState? _ofNextCall;

    public IReadOnlyList<ChatMessage> Messages => _messages;

    /// <param name="root">The whole request.</param>
    public void AddInstructions(JsonElement root)
    {
        if (ResponsesJson.Member(root, "instructions"u8) is not null)
        {
            Add(ChatRole.System, [new ChatPart.Text(findings.RequiredText(root, "", "instructions"))]);
        }
    }

    /// <param name="input">A text of the user, or an array of items.</param>
    public void ReadInput(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String)
        {
            Add(ChatRole.User, [new ChatPart.Text(new ChatText(input))]);
            return;
        }

        if (input.ValueKind != JsonValueKind.Array)
        {
            findings.RefuseType("input", "a string or an array of items");
            return;
        }

        var index = 0;
        foreach (var item in input.EnumerateArray())
        {
            var path = $"input[{index++}]";
            if (item.ValueKind != JsonValueKind.Object)
            {
                findings.RefuseType(path, "an object");
                return;
            }

            ReadItem(item, path);
        }

        EndState();
    }

    private void ReadItem(JsonElement item, string path)
    {
        var type = findings.Text(item, path, "type") ?? (item.TryGetProperty("role"u8, out _) ? "message" : "item_reference");
        if (type is not ("function_call" or "custom_tool_call"))
        {
            EndState();
        }

        switch (type)
        {
            case "message":
                ReadMessage(item, path);
                break;
            case "function_call":
                findings.KeepHint(item, path, "namespace");
                AddCall(item, path, findings.Required(item, path, "arguments"));
                break;
            case "custom_tool_call":
                findings.KeepHint(item, path, "namespace");
                AddCall(item, path, CustomTool.Wrap(findings.Required(item, path, "input")));
                break;
            case "function_call_output" or "custom_tool_call_output":
                ReadOutput(item, path);
                break;
            case "reasoning":
                ReadReasoning(item, path);
                break;
            default:
                // What a vendor's tool put out is not the model's own; everything else is.
                var isOutput = type.EndsWith("_output", StringComparison.Ordinal) || type == "mcp_approval_response";
                Add(isOutput ? ChatRole.User : ChatRole.Assistant, [new ChatPart.Foreign(WireName.OpenAiResponses, type, item)]);
                break;
        }
    }

    private void ReadMessage(JsonElement item, string path)
    {
        ChatRole? role = findings.Required(item, path, "role") switch
        {
            "user" => ChatRole.User,
            "assistant" => ChatRole.Assistant,
            "system" => ChatRole.System,
            "developer" => ChatRole.Developer,
            _ => null,
        };
        if (role is null)
        {
            findings.RefuseType($"{path}.role", "user, assistant, system or developer");
            return;
        }

        findings.KeepHint(item, path, "phase");
        Add(role.Value, item.TryGetProperty("content"u8, out var content) ? _parts.Read(content, $"{path}.content") : []);
    }

    private void AddCall(JsonElement item, string path, string arguments)
    {
        var call = new ChatPart.ToolCall(findings.Required(item, path, "call_id"), findings.Required(item, path, "name"), arguments, _ofNextCall);
        _ofNextCall = null;
        Add(ChatRole.Assistant, [call]);
    }

    private void ReadOutput(JsonElement item, string path)
    {
        var callId = findings.Required(item, path, "call_id");
        if (!item.TryGetProperty("output"u8, out var output))
        {
            findings.Required(item, path, "output");
            return;
        }

        // An empty text is how a function says that it has nothing to say.
        IReadOnlyList<ChatPart> content = output.ValueKind == JsonValueKind.String && output.ValueEquals(""u8) ? [] : _parts.Read(output, $"{path}.output");
        Add(ChatRole.Tool, [new ChatPart.ToolResult(callId, content)]);
    }

    private void ReadReasoning(JsonElement item, string path)
    {
        var ofCall = false;
        var state = findings.Text(item, path, "encrypted_content") is { Length: > 0 } sealedText ? EncryptedContent.Read(sealedText, out ofCall) : null;
        var raw = Words(item, path, "content");
        var words = raw.Length > 0 ? raw : Words(item, path, "summary");
        if (ofCall && words.Length == 0)
        {
            _ofNextCall = state;
        }
        else if (words.Length > 0 || state is not null)
        {
            Add(ChatRole.Assistant, [new ChatPart.Reasoning(words, state)]);
        }
        else
        {
            // Only the id of a thought that its maker keeps.
            findings.KeepHint(path, item);
        }
    }

    private string Words(JsonElement item, string path, string name)
    {
        if (!item.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return "";
        }

        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(part => part.ValueKind != JsonValueKind.Object))
        {
            findings.RefuseType($"{path}.{name}", "an array of part objects");
            return "";
        }

        return string.Join("\n\n", list.EnumerateArray().Select(part => ResponsesJson.Text(part, "text"u8)).OfType<string>());
    }

    // The call that a state was for is not there: it stands for itself.
    private void EndState()
    {
        if (_ofNextCall is { } state)
        {
            _ofNextCall = null;
            Add(ChatRole.Assistant, [new ChatPart.Reasoning("", state)]);
        }
    }

    private void Add(ChatRole role, IReadOnlyList<ChatPart> parts)
    {
        if (role is ChatRole.Assistant or ChatRole.Tool && _messages is [.., var last] && last.Role == role)
        {
            _messages[^1] = last with { Parts = [.. last.Parts, .. parts] };
        }
        else
        {
            _messages.Add(new ChatMessage(role, parts));
        }
    }
}
