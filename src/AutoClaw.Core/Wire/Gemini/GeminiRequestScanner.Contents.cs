using System.Text.Json;

namespace AutoClaw.Core.Wire.Gemini;

/// <content>The messages: who says what, and where its text stands.</content>
public ref partial struct GeminiRequestScanner
{
    private void ScanContents()
    {
        if (_json.TokenType == JsonTokenType.StartArray)
        {
            while (_json.Next() && _json.TokenType != JsonTokenType.EndArray)
            {
                ScanContent();
            }
        }
        else if (_json.TokenType == JsonTokenType.StartObject)
        {
            ScanContent();
        }
        else
        {
            _json.RefuseType("contents", "an array of messages");
            return;
        }

        if (_contents == 0)
        {
            _json.Refuse("no_messages", "contents", "'contents' is empty: send at least one message.");
        }
    }

    private void ScanContent()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _json.RefuseType($"contents[{_contents}]", "an object");
            _json.Skip();
            return;
        }

        var first = _envelope.MutableParts.Count;
        var role = MessageRole.User;
        var parts = default(PartKinds);
        var hasParts = false;
        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            if (_json.Is("role"u8))
            {
                _json.Next();
                role = ReadRole();
            }
            else if (_json.Is("parts"u8))
            {
                hasParts = true;
                _json.Next();
                parts = ScanParts($"contents[{_contents}].parts");
            }
            else
            {
                _json.Next();
                _json.Skip();
            }
        }

        if (!hasParts)
        {
            _json.Refuse("missing_field", $"contents[{_contents}].parts", "Every message needs its 'parts': an array of objects, such as {\"text\":\"...\"}.");
        }

        SetRole(first, role, parts);
        _contents++;
        _envelope.Messages++;
    }

    private void ScanSystemInstruction()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            RefuseUnlessNull("systemInstruction", "an object with 'parts'");
            return;
        }

        var first = _envelope.MutableParts.Count;
        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            var isParts = _json.Is("parts"u8);
            _json.Next();
            if (isParts)
            {
                ScanParts("systemInstruction.parts");
            }
            else
            {
                _json.Skip();
            }
        }

        SetRole(first, MessageRole.System, default);
        _envelope.Messages++;
    }

    private MessageRole ReadRole()
    {
        if (_json.TokenType == JsonTokenType.Null)
        {
            return MessageRole.User;
        }

        if (_json.TokenType != JsonTokenType.String)
        {
            _json.RefuseType($"contents[{_contents}].role", "a string: user or model");
            _json.Skip();
            return MessageRole.Other;
        }

        return _json.Is("user"u8) || _json.ValueLength == 0 ? MessageRole.User
            : _json.Is("model"u8) ? MessageRole.Assistant
            : _json.Is("function"u8) || _json.Is("tool"u8) ? MessageRole.Tool
            : _json.Is("system"u8) ? MessageRole.System
            : MessageRole.Other;
    }

    // The role may stand after the parts. A user's message that only brings results of functions is no turn of the user.
    private readonly void SetRole(int first, MessageRole role, PartKinds kinds)
    {
        var parts = _envelope.MutableParts;
        var (start, end) = (-1, -1);
        for (var i = first; i < parts.Count; i++)
        {
            if (parts[i].Role != MessageRole.Tool)
            {
                parts[i] = parts[i] with { Role = role };
                start = start < 0 ? i : start;
                end = i + 1;
            }
        }

        if (role == MessageRole.User && kinds != PartKinds.ToolResult)
        {
            _envelope.UserTurns++;
            _envelope.LastUserStart = start < 0 ? parts.Count : start;
            _envelope.LastUserEnd = start < 0 ? parts.Count : end;
        }
    }
}
