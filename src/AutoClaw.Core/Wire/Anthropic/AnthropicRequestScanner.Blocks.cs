using System.Text.Json;

namespace AutoClaw.Core.Wire.Anthropic;

/// <content>
/// The blocks of a message. Every text that a model would read is found, whatever kind of block holds it: an unknown kind must not hide
/// text from the rules on privacy.
/// </content>
public ref partial struct AnthropicRequestScanner
{
    /// <summary>True for a tool's result.</summary>
    private bool ScanBlock()
    {
        var first = _envelope.MutableParts.Count;
        var role = MessageRole.Other;
        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            if (_json.Is("type"u8))
            {
                _json.Next();
                role = ReadType();
            }
            else if (_json.Is("text"u8) || _json.Is("thinking"u8) || _json.Is("title"u8) || _json.Is("context"u8))
            {
                _json.Next();
                AddTextIfString();
            }
            else if (_json.Is("signature"u8) || _json.Is("data"u8))
            {
                _json.Next();
                _envelope.SawOpaqueState(_json.Text(MessageRole.Assistant));
                _json.Skip();
            }
            else if (_json.Is("input"u8))
            {
                _json.Next();
                ScanStrings();
            }
            else if (_json.Is("source"u8))
            {
                _json.Next();
                ScanSource();
            }
            else if (_json.Is("content"u8))
            {
                _json.Next();
                ScanInner();
            }
            else
            {
                _json.Next();
                _json.Skip();
            }
        }

        SetRole(first, role);
        return role == MessageRole.Tool;
    }

    private MessageRole ReadType()
    {
        if (_json.TokenType == JsonTokenType.String)
        {
            _envelope.HasImage |= _json.Is("image"u8);
            return _json.Is("tool_result"u8) ? MessageRole.Tool
                : _json.Is("mid_conv_system"u8) ? MessageRole.System
                : MessageRole.Other;
        }

        _json.RefuseType($"messages[{_message}].content", "an array of blocks whose 'type' is a string");
        _json.Skip();
        return MessageRole.Other;
    }

    // A tool's result, a document's parts, a search's hits.
    private void ScanInner()
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.String:
                AddText();
                break;
            case JsonTokenType.StartObject:
                ScanBlock();
                break;
            case JsonTokenType.StartArray:
                while (_json.Next() && _json.TokenType != JsonTokenType.EndArray)
                {
                    ScanInner();
                }

                break;
        }
    }

    private void ScanSource()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            AddTextIfString();
            return;
        }

        var isText = false;
        var data = default(TextPart);
        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            var isType = _json.Is("type"u8);
            var isData = _json.Is("data"u8);
            var isContent = _json.Is("content"u8);
            _json.Next();
            if (isContent)
            {
                ScanInner();
                continue;
            }

            if (_json.TokenType == JsonTokenType.String)
            {
                isText |= isType && _json.Is("text"u8);
                data = isData ? Text() : data;
            }

            _json.Skip();
        }

        // Other data than text is base64, which nobody reads as words.
        if (isText && data.Raw.IsPresent)
        {
            Add(data);
        }
    }

    // The arguments of a call: every string in them, keys aside.
    private void ScanStrings()
    {
        var depth = 0;
        do
        {
            switch (_json.TokenType)
            {
                case JsonTokenType.String:
                    AddText();
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    depth++;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    depth--;
                    break;
            }
        }
        while (depth > 0 && _json.Next());
    }

    private void AddTextIfString()
    {
        if (_json.TokenType == JsonTokenType.String)
        {
            AddText();
        }
        else
        {
            _json.Skip();
        }
    }

    private readonly void AddText() => Add(Text());

    private readonly void Add(TextPart text)
    {
        _envelope.MutableParts.Add(text);
        _envelope.TextBytes += text.Raw.Length;
    }

    private readonly TextPart Text() =>
        new(new ByteRange((int)_json.TokenStart + 1, _json.ValueLength), _json.ValueIsEscaped, MessageRole.Other);
}
