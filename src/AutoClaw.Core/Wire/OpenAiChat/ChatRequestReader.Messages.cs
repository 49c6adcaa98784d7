using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <content>The messages and their parts.</content>
internal sealed partial class ChatRequestReader
{
    private List<ChatMessage> ReadMessages(JsonElement value)
    {
        var messages = new List<ChatMessage>();
        foreach (var message in _fields.Items(value, "messages"))
        {
            messages.Add(ReadMessage(message, $"messages[{messages.Count}]"));
        }

        return messages;
    }

    private ChatMessage ReadMessage(JsonElement message, string param)
    {
        var role = _fields.Required(message, "role", param);
        if (role == "tool")
        {
            var result = new ChatPart.ToolResult(_fields.Required(message, "tool_call_id", param) ?? "", ReadContent(message, param));
            return new ChatMessage(ChatRole.Tool, [result]);
        }

        var parts = new List<ChatPart>();
        foreach (var name in (ReadOnlySpan<string>)["reasoning_content", "reasoning"])
        {
            if (Member(message, name) is { ValueKind: JsonValueKind.String } thought && thought.GetString() is { Length: > 0 } text)
            {
                parts.Add(new ChatPart.Reasoning(text));
                break;
            }
        }

        parts.AddRange(ReadContent(message, param));
        if (Member(message, "refusal") is { } refusal && _fields.Text(refusal, $"{param}.refusal") is { } said)
        {
            parts.Add(new ChatPart.Refusal(said));
        }

        if (Member(message, "tool_calls") is { } calls)
        {
            parts.AddRange(_fields.Items(calls, $"{param}.tool_calls").Select((call, i) => ReadCall(call, $"{param}.tool_calls[{i}]")));
        }

        foreach (var name in (ReadOnlySpan<string>)["function_call", "audio"])
        {
            if (Member(message, name) is { } old)
            {
                parts.Add(new ChatPart.Foreign(WireName.OpenAiChat, $"{param}.{name}", old));
            }
        }

        return new ChatMessage(RoleOf(role, param), parts)
        {
            Name = Member(message, "name") is { } speaker ? _fields.Text(speaker, $"{param}.name") : null,
        };
    }

    private ChatRole RoleOf(string? role, string param)
    {
        switch (role)
        {
            case "system":
                return ChatRole.System;
            case "developer":
                return ChatRole.Developer;
            case "assistant":
                return ChatRole.Assistant;
            case "user":
                return ChatRole.User;
            default:
                _fields.Refuse($"{param}.role", $"'{param}.role' is '{role}', which only an engine of the same wire may know: system, developer, user, assistant or tool.", "unknown_role");
                return ChatRole.User;
        }
    }

    private ChatPart ReadCall(JsonElement call, string param) => Member(call, "function") is { } function
        ? new ChatPart.ToolCall(
            _fields.Required(call, "id", param) ?? "",
            _fields.Required(function, "name", $"{param}.function") ?? "",
            Member(function, "arguments") is { } arguments ? _fields.Text(arguments, $"{param}.function.arguments") ?? "" : "")
        : new ChatPart.Foreign(WireName.OpenAiChat, param, call);

    private List<ChatPart> ReadContent(JsonElement message, string param)
    {
        if (Member(message, "content") is not { } content)
        {
            return [];
        }

        if (content.ValueKind is JsonValueKind.String)
        {
            return [new ChatPart.Text(new ChatText(content))];
        }

        return [.. _fields.Items(content, $"{param}.content").Select((part, i) => ReadPart(part, $"{param}.content[{i}]"))];
    }

    private ChatPart ReadPart(JsonElement part, string param)
    {
        var type = _fields.Required(part, "type", param);
        switch (type)
        {
            case "text":
                return new ChatPart.Text(_fields.RequiredText(part, "text", param));
            case "refusal":
                return new ChatPart.Refusal(_fields.Required(part, "refusal", param) ?? "");
            case "image_url" when Member(part, "image_url") is { } image:
                return new ChatPart.Image(
                    DataUrl.Read(_fields.Required(image, "url", $"{param}.image_url") ?? ""),
                    Member(image, "detail") is { } detail ? _fields.Text(detail, $"{param}.image_url.detail") : null);
            case "input_audio" when Member(part, "input_audio") is { } audio:
                return new ChatPart.Audio(new MediaSource(
                    $"audio/{_fields.Required(audio, "format", $"{param}.input_audio")}", Base64: _fields.Required(audio, "data", $"{param}.input_audio")));
            case "file" when Member(part, "file") is { } file:
                var name = Member(file, "filename") is { } called ? _fields.Text(called, $"{param}.file.filename") : null;
                return new ChatPart.File(
                    Member(file, "file_data") is { } data
                        ? DataUrl.Read(_fields.Text(data, $"{param}.file.file_data") ?? "")
                        : new MediaSource(null, FileId: _fields.Required(file, "file_id", $"{param}.file")),
                    name);
            default:
                return new ChatPart.Foreign(WireName.OpenAiChat, $"{param} ({type})", part);
        }
    }
}
