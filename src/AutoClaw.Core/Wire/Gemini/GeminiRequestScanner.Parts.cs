using System.Text.Json;

namespace AutoClaw.Core.Wire.Gemini;

/// <content>The parts of messages: texts, media, results of functions.</content>
public ref partial struct GeminiRequestScanner
{
    private PartKinds ScanParts(string name)
    {
        var kinds = default(PartKinds);
        if (_json.TokenType == JsonTokenType.StartObject)
        {
            ScanPart(name, ref kinds);
        }
        else if (_json.TokenType == JsonTokenType.StartArray)
        {
            while (_json.Next() && _json.TokenType != JsonTokenType.EndArray)
            {
                if (_json.TokenType == JsonTokenType.StartObject)
                {
                    ScanPart(name, ref kinds);
                }
                else
                {
                    _json.RefuseType(name, "an array of part objects");
                    _json.Skip();
                }
            }
        }
        else
        {
            _json.RefuseType(name, "an array of part objects");
        }

        return kinds;
    }

    private void ScanPart(string name, ref PartKinds kinds)
    {
        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            if (_json.Is("text"u8))
            {
                kinds |= PartKinds.Other;
                _json.Next();
                if (_json.TokenType == JsonTokenType.String)
                {
                    AddText(MessageRole.Other);
                }
                else
                {
                    RefuseUnlessNull(name + ".text", "a string");
                }
            }
            else if (Is("thoughtSignature"u8, "thought_signature"u8))
            {
                _json.Next();
                if (!_json.Is(GeminiSignature.NoneUtf8))
                {
                    _envelope.SawOpaqueState(_json.Text(MessageRole.Assistant));
                }

                _json.Skip();
            }
            else if (Is("functionResponse"u8, "function_response"u8))
            {
                kinds |= PartKinds.ToolResult;
                _json.Next();
                ScanToolResult();
            }
            else if (Is("inlineData"u8, "inline_data"u8) || Is("fileData"u8, "file_data"u8))
            {
                kinds |= PartKinds.Other;
                _json.Next();
                ScanMedia();
            }
            else
            {
                _json.Next();
                _json.Skip();
            }
        }
    }

    private void ScanMedia()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _json.Skip();
            return;
        }

        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            var isType = Is("mimeType"u8, "mime_type"u8);
            _json.Next();
            _envelope.HasImage |= isType && _json.TokenType == JsonTokenType.String
                && _json.GetString()!.StartsWith("image/", StringComparison.OrdinalIgnoreCase);
            _json.Skip();
        }
    }

    // A result is an object of the client's making: its strings are what a model reads of it.
    private void ScanToolResult()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _json.Skip();
            return;
        }

        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            var isResponse = _json.Is("response"u8);
            _json.Next();
            if (isResponse && _json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                ScanStrings();
            }
            else
            {
                _json.Skip();
            }
        }
    }

    private void ScanStrings()
    {
        for (var open = 1; open > 0 && _json.Next();)
        {
            switch (_json.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open++;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open--;
                    break;
                case JsonTokenType.String:
                    AddText(MessageRole.Tool);
                    break;
            }
        }
    }

    private void AddText(MessageRole role)
    {
        var length = _json.ValueLength;
        _envelope.MutableParts.Add(new TextPart(new ByteRange((int)_json.TokenStart + 1, length), _json.ValueIsEscaped, role));
        _envelope.TextBytes += length;
    }

    [Flags]
    private enum PartKinds : byte
    {
        None = 0,
        ToolResult = 1,
        Other = 2,
    }
}
