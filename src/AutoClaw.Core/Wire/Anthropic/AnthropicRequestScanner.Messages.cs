using System.Text.Json;

namespace AutoClaw.Core.Wire.Anthropic;

/// <content>The system prompt and the messages: who says what, and where its text stands.</content>
public ref partial struct AnthropicRequestScanner
{
    private void ScanSystem()
    {
        var parts = _envelope.MutableParts;
        var first = parts.Count;
        if (_json.TokenType is JsonTokenType.String or JsonTokenType.StartArray)
        {
            ScanContent("system");
            _envelope.Messages++;
        }
        else if (_json.TokenType != JsonTokenType.Null)
        {
            _json.RefuseType("system", "a string or an array of text blocks");
            _json.Skip();
        }

        SetRole(first, MessageRole.System);

        // The field may stand after the messages; what it says comes before them.
        if (first > 0)
        {
            var system = parts.GetRange(first, parts.Count - first);
            parts.RemoveRange(first, system.Count);
            parts.InsertRange(0, system);
            _envelope.LastUserStart += system.Count;
            _envelope.LastUserEnd += system.Count;
        }
    }

    private void ScanMessages()
    {
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            _json.RefuseType("messages", "an array of messages");
            _json.Skip();
            return;
        }

        while (_json.Next() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.StartObject)
            {
                _json.RefuseType($"messages[{_message}]", "an object");
                _json.Skip();
                continue;
            }

            ScanMessage();
            _message++;
        }

        _envelope.Messages += _message;
        if (_message == 0)
        {
            _json.Refuse("no_messages", "messages", "'messages' is empty: send at least one.");
        }
    }

    private void ScanMessage()
    {
        var parts = _envelope.MutableParts;
        var first = parts.Count;
        var role = MessageRole.Other;
        var hasRole = false;
        var content = default(Content);
        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            var isRole = _json.Is("role"u8);
            var isContent = _json.Is("content"u8);
            _json.Next();
            if (isRole)
            {
                hasRole = true;
                role = ReadRole();
            }
            else if (isContent)
            {
                content = ScanContent($"messages[{_message}].content");
            }
            else
            {
                _json.Skip();
            }
        }

        if (!hasRole)
        {
            _json.Refuse("missing_field", $"messages[{_message}].role", "Every message needs a 'role': user or assistant.");
        }

        if (!content.Exists)
        {
            _json.Refuse("missing_field", $"messages[{_message}].content", "Every message needs 'content': a string or an array of blocks.");
        }

        // The role may stand after the content.
        SetRole(first, role);
        if (role == MessageRole.User && !content.HasOnlyResults)
        {
            _envelope.UserTurns++;
            _envelope.LastUserStart = parts.FindIndex(first, part => part.Role == MessageRole.User) is >= 0 and var start ? start : parts.Count;
            _envelope.LastUserEnd = parts.Count;
        }
    }

    private MessageRole ReadRole()
    {
        if (_json.TokenType != JsonTokenType.String)
        {
            _json.RefuseType($"messages[{_message}].role", "a string");
            _json.Skip();
            return MessageRole.Other;
        }

        return _json.Is("user"u8) ? MessageRole.User
            : _json.Is("assistant"u8) ? MessageRole.Assistant
            : _json.Is("system"u8) ? MessageRole.System
            : MessageRole.Other;
    }

    private Content ScanContent(string name)
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.String:
                AddText();
                return new Content(true, false);
            case JsonTokenType.StartArray:
                var blocks = 0;
                var results = 0;
                while (_json.Next() && _json.TokenType != JsonTokenType.EndArray)
                {
                    blocks++;
                    if (_json.TokenType == JsonTokenType.StartObject)
                    {
                        results += ScanBlock() ? 1 : 0;
                    }
                    else
                    {
                        _json.RefuseType(name, "a string or an array of block objects");
                        _json.Skip();
                    }
                }

                return new Content(true, blocks > 0 && results == blocks);
            default:
                _json.RefuseType(name, "a string or an array of blocks");
                _json.Skip();
                return new Content(true, false);
        }
    }

    // What has its role from its block keeps it.
    private readonly void SetRole(int first, MessageRole role)
    {
        var parts = _envelope.MutableParts;
        for (var i = first; i < parts.Count; i++)
        {
            if (parts[i].Role == MessageRole.Other)
            {
                parts[i] = parts[i] with { Role = role };
            }
        }
    }

    private readonly record struct Content(bool Exists, bool HasOnlyResults);
}
