using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Reads <c>contents</c> and <c>systemInstruction</c> into messages.</summary>
internal sealed class GeminiContentReader(GeminiFindings findings)
{
    private readonly GeminiPartReader _parts = new(findings);
    private readonly List<ChatMessage> _messages = [];
    private ChatMessage? _system;

    /// <summary>The system's message first.</summary>
    public List<ChatMessage> Messages => _system is null ? _messages : [_system, .. _messages];

    public void ReadSystem(JsonElement instruction)
    {
        if (instruction.ValueKind != JsonValueKind.Object)
        {
            findings.RefuseType("systemInstruction", "an object with 'parts'");
            return;
        }

        _system = new ChatMessage(ChatRole.System, ReadParts(instruction, "systemInstruction", []));
    }

    public void ReadContents(JsonElement contents)
    {
        foreach (var (index, content) in GeminiNames.Items(contents).Index())
        {
            var path = $"contents[{index}]";
            if (content.ValueKind != JsonValueKind.Object)
            {
                findings.RefuseType(path, "an object");
                continue;
            }

            var role = ReadRole(content, path);
            if (role == ChatRole.Assistant && _messages is [.., { Role: ChatRole.Assistant } last])
            {
                // The official clients' chats send a streamed answer back in as many contents as it had pieces.
                _messages.RemoveAt(_messages.Count - 1);
                AddMessages(role, ReadParts(content, path, [.. last.Parts]));
            }
            else
            {
                AddMessages(role, ReadParts(content, path, []));
            }
        }
    }

    private ChatRole ReadRole(JsonElement content, string path)
    {
        switch (GeminiNames.Find(content, "role") is { } role ? findings.Text(role, path + ".role") : "user")
        {
            case "user" or "function" or "tool" or "":
                return ChatRole.User;
            case "model":
                return ChatRole.Assistant;
            case "system":
                return ChatRole.System;
            default:
                findings.RefuseType(path + ".role", "user or model");
                return ChatRole.User;
        }
    }

    private List<ChatPart> ReadParts(JsonElement content, string path, List<ChatPart> parts)
    {
        var before = parts.Count;
        if (GeminiNames.Find(content, "parts") is not { } given)
        {
            return parts;
        }

        foreach (var (index, part) in GeminiNames.Items(given).Index())
        {
            var partPath = $"{path}.parts[{index}]";
            if (part.ValueKind == JsonValueKind.Object)
            {
                _parts.Read(part, partPath, parts);
                if (before > 0 && before < parts.Count)
                {
                    Join(parts, before);
                    before = 0;
                }
            }
            else
            {
                findings.RefuseType(partPath, "an object");
            }
        }

        return parts;
    }

    // Only where one content ends and the next begins, and never across a signature, which belongs to its part as it is.
    private static void Join(List<ChatPart> parts, int second)
    {
        var joined = (parts[second - 1], parts[second]) switch
        {
            (ChatPart.Text { State: null } first, ChatPart.Text { State: null } next) => new ChatPart.Text($"{first.Value}{next.Value}"),
            (ChatPart.Reasoning { State: null } first, ChatPart.Reasoning { Value.Length: > 0 } next) => new ChatPart.Reasoning(first.Value + next.Value, next.State),
            _ => default(ChatPart),
        };
        if (joined is not null)
        {
            parts[second - 1] = joined;
            parts.RemoveAt(second);
        }
    }

    // The results of functions stand among a user's parts; elsewhere they are messages of their own.
    private void AddMessages(ChatRole role, List<ChatPart> parts)
    {
        if (parts.Count == 0)
        {
            _messages.Add(new ChatMessage(role, parts));
            return;
        }

        for (var start = 0; start < parts.Count;)
        {
            var isResult = parts[start] is ChatPart.ToolResult;
            var end = start;
            while (end < parts.Count && parts[end] is ChatPart.ToolResult == isResult)
            {
                end++;
            }

            _messages.Add(new ChatMessage(isResult ? ChatRole.Tool : role, parts[start..end]));
            start = end;
        }
    }
}
