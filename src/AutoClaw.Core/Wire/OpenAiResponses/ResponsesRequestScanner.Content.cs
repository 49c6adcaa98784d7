using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <content>What an item holds.</content>
public ref partial struct ResponsesRequestScanner
{
    // Only content has a form of its own in every item; what a vendor's tool puts out is for the engine to judge.
    private void ScanContent(bool strict)
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.String:
                AddText(MessageRole.Other);
                break;
            case JsonTokenType.StartArray:
                while (_json.Next() && _json.TokenType != JsonTokenType.EndArray)
                {
                    if (_json.TokenType == JsonTokenType.StartObject)
                    {
                        ScanContentPart();
                        continue;
                    }

                    RefuseContent(strict);
                    _json.Skip();
                }

                break;

            // A screenshot is one part without an array around it.
            case JsonTokenType.StartObject when !strict:
                ScanContentPart();
                break;
            case JsonTokenType.Null:
                break;
            default:
                RefuseContent(strict);
                _json.Skip();
                break;
        }
    }

    private void RefuseContent(bool strict)
    {
        if (strict)
        {
            _json.RefuseType($"input[{_items}].content", "a string or an array of part objects");
        }
    }

    private void ScanContentPart()
    {
        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            var isText = _json.Is("text"u8) || _json.Is("stdout"u8) || _json.Is("stderr"u8);
            var isType = _json.Is("type"u8);
            _json.Next();
            if (_json.TokenType == JsonTokenType.String)
            {
                _envelope.HasImage |= isType && (_json.Is("input_image"u8) || _json.Is("computer_screenshot"u8));
                if (isText)
                {
                    AddText(MessageRole.Other);
                }
            }

            _json.Skip();
        }
    }

    private readonly ByteRange TextRange() => new((int)_json.TokenStart + 1, _json.ValueLength);

    private void AddText(MessageRole role)
    {
        _envelope.MutableParts.Add(new TextPart(TextRange(), _json.ValueIsEscaped, role));
        _envelope.TextBytes += _json.ValueLength;
    }
}
