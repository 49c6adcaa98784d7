using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <content>The conversation: who says what, and where its text stands.</content>
public ref partial struct ResponsesRequestScanner
{
    private void ScanInstructions()
    {
        if (_json.TokenType != JsonTokenType.String)
        {
            if (_json.TokenType != JsonTokenType.Null)
            {
                _json.RefuseType("instructions", "a string");
            }

            _json.Skip();
            return;
        }

        // They come first in the prompt wherever they stand in the body.
        _envelope.MutableParts.Insert(0, new TextPart(TextRange(), _json.ValueIsEscaped, MessageRole.System));
        _envelope.TextBytes += _json.ValueLength;
        _envelope.Messages++;
        if (_facts.InputValue.IsPresent)
        {
            _envelope.LastUserStart++;
            _envelope.LastUserEnd++;
        }
    }

    private void ScanInput()
    {
        var start = (int)_json.TokenStart;
        if (_json.TokenType == JsonTokenType.String)
        {
            _envelope.LastUserStart = _envelope.MutableParts.Count;
            AddText(MessageRole.User);
            _envelope.LastUserEnd = _envelope.MutableParts.Count;
            _envelope.Messages++;
            _envelope.UserTurns++;
            _facts = _facts with { InputIsString = true };
        }
        else if (_json.TokenType == JsonTokenType.StartArray)
        {
            _envelope.LastUserStart = _envelope.LastUserEnd = _envelope.MutableParts.Count;
            ScanItems();
            _facts = _facts with { InputIsEmpty = _items == 0 };
        }
        else
        {
            if (_json.TokenType != JsonTokenType.Null)
            {
                _json.RefuseType("input", "a string or an array of items");
            }

            _json.Skip();
            return;
        }

        _facts = _facts with { InputValue = new ByteRange(start, (int)_json.BytesConsumed - start) };
    }

    private void ScanItems()
    {
        while (_json.Next() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType == JsonTokenType.StartObject)
            {
                ScanItem();
            }
            else
            {
                _json.RefuseType($"input[{_items}]", "an object");
                _json.Skip();
            }

            _items++;
            _envelope.Messages++;
        }
    }

    private void ScanItem()
    {
        var parts = _envelope.MutableParts;
        var first = parts.Count;
        var kind = ItemKind.Message;
        MessageRole? role = null;
        bool hasType = false, hasContent = false, hasId = false;
        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            if (_json.Is("type"u8))
            {
                _json.Next();
                hasType = _json.TokenType != JsonTokenType.Null;
                kind = ReadKind();
            }
            else if (_json.Is("role"u8))
            {
                _json.Next();
                role = ReadRole();
            }
            else if (_json.Is("content"u8) || _json.Is("output"u8) || _json.Is("summary"u8))
            {
                var isContent = _json.Is("content"u8);
                hasContent |= isContent;
                _json.Next();
                ScanContent(isContent);
            }
            else if (_json.Is("encrypted_content"u8))
            {
                _json.Next();
                _envelope.SawOpaqueState(_json.Text(MessageRole.Assistant));
                _json.Skip();
            }
            else
            {
                hasId |= _json.Is("id"u8);
                _json.Next();
                _json.Skip();
            }
        }

        // An item that only has an id is a reference to a stored one.
        if (kind == ItemKind.Message && (hasType || hasContent || role is not null || !hasId))
        {
            CheckMessage(role is not null, hasContent);
        }

        var speaker = kind switch
        {
            ItemKind.Message => role ?? MessageRole.Other,
            ItemKind.ToolOutput => MessageRole.Tool,
            ItemKind.Reasoning => MessageRole.Assistant,
            _ => MessageRole.Other,
        };

        // The role may stand after the content.
        for (var i = first; i < parts.Count; i++)
        {
            parts[i] = parts[i] with { Role = speaker };
        }

        if (speaker == MessageRole.User)
        {
            _envelope.UserTurns++;
            _envelope.LastUserStart = first;
            _envelope.LastUserEnd = parts.Count;
        }
    }

    private void CheckMessage(bool hasRole, bool hasContent)
    {
        if (!hasRole)
        {
            _json.Refuse("missing_field", $"input[{_items}].role", "Every message needs a 'role': user, assistant, system or developer.");
        }

        if (!hasContent)
        {
            _json.Refuse("missing_field", $"input[{_items}].content", "Every message needs 'content': a text, or an array of parts.");
        }
    }

    private ItemKind ReadKind()
    {
        if (_json.TokenType != JsonTokenType.String)
        {
            if (_json.TokenType != JsonTokenType.Null)
            {
                _json.RefuseType($"input[{_items}].type", "a string");
            }

            _json.Skip();
            return ItemKind.Message;
        }

        return _json.Is("message"u8) ? ItemKind.Message
            : _json.Is("reasoning"u8) ? ItemKind.Reasoning
            : _json.GetString()!.EndsWith("_output", StringComparison.Ordinal) ? ItemKind.ToolOutput
            : ItemKind.Other;
    }

    private MessageRole ReadRole()
    {
        if (_json.TokenType != JsonTokenType.String)
        {
            _json.RefuseType($"input[{_items}].role", "a string");
            _json.Skip();
            return MessageRole.Other;
        }

        return _json.Is("user"u8) ? MessageRole.User
            : _json.Is("assistant"u8) ? MessageRole.Assistant
            : _json.Is("system"u8) || _json.Is("developer"u8) ? MessageRole.System
            : MessageRole.Other;
    }

    private enum ItemKind : byte
    {
        Message,
        Reasoning,
        ToolOutput,
        Other,
    }
}
