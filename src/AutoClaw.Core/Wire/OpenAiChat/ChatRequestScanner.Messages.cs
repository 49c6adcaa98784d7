using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <content>The messages: who says what, and where its text stands.</content>
public ref partial struct ChatRequestScanner
{
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
                _json.RefuseType($"messages[{_envelope.Messages}]", "an object");
                _json.Skip();
                continue;
            }

            ScanMessage();
            _envelope.Messages++;
        }

        if (_envelope.Messages == 0)
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
        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            if (_json.Is("role"u8))
            {
                _json.Next();
                hasRole = true;
                role = ReadRole();
            }
            else if (_json.Is("content"u8))
            {
                _json.Next();
                ScanContent();
            }
            else
            {
                _json.Next();
                _json.Skip();
            }
        }

        if (!hasRole)
        {
            _json.Refuse("missing_field", $"messages[{_envelope.Messages}].role", "Every message needs a 'role': system, developer, user, assistant or tool.");
        }

        // The role may stand after the content.
        for (var i = first; i < parts.Count; i++)
        {
            parts[i] = parts[i] with { Role = role };
        }

        if (role == MessageRole.User)
        {
            _envelope.UserTurns++;
            _envelope.LastUserStart = first;
            _envelope.LastUserEnd = parts.Count;
        }
    }

    private MessageRole ReadRole()
    {
        if (_json.TokenType != JsonTokenType.String)
        {
            _json.RefuseType($"messages[{_envelope.Messages}].role", "a string");
            _json.Skip();
            return MessageRole.Other;
        }

        return _json.Is("user"u8) ? MessageRole.User
            : _json.Is("assistant"u8) ? MessageRole.Assistant
            : _json.Is("system"u8) || _json.Is("developer"u8) ? MessageRole.System
            : _json.Is("tool"u8) || _json.Is("function"u8) ? MessageRole.Tool
            : MessageRole.Other;
    }

    private void ScanContent()
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.String:
                AddText();
                break;
            case JsonTokenType.Null:
                break;
            case JsonTokenType.StartArray:
                while (_json.Next() && _json.TokenType != JsonTokenType.EndArray)
                {
                    if (_json.TokenType == JsonTokenType.StartObject)
                    {
                        ScanContentPart();
                    }
                    else
                    {
                        _json.RefuseType($"messages[{_envelope.Messages}].content", "a string or an array of part objects");
                        _json.Skip();
                    }
                }

                break;
            default:
                _json.RefuseType($"messages[{_envelope.Messages}].content", "a string, an array of parts, or null");
                _json.Skip();
                break;
        }
    }

    private void ScanContentPart()
    {
        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            if (_json.Is("text"u8))
            {
                _json.Next();
                if (_json.TokenType == JsonTokenType.String)
                {
                    AddText();
                    continue;
                }
            }
            else if (_json.Is("image_url"u8))
            {
                _json.Next();
                _envelope.HasImage = true;
            }
            else
            {
                _json.Next();
            }

            _json.Skip();
        }
    }

    private void AddText()
    {
        var length = _json.ValueLength;
        _envelope.MutableParts.Add(new TextPart(
            new ByteRange((int)_json.TokenStart + 1, length), _json.ValueIsEscaped, MessageRole.Other));
        _envelope.TextBytes += length;
    }
}
