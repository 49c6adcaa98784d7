using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AutoClaw.Cli.Simulator;

/// <content>The messages: their roles, texts and images.</content>
internal ref partial struct ChatCallReader
{
    private void ReadMessages()
    {
        if (!Enter(JsonTokenType.StartArray, "messages", "an array"))
        {
            return;
        }

        while (_error is null && _json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.StartObject)
            {
                Fail($"messages[{_call.Messages}]", "an object");
                return;
            }

            ReadMessage();
            _call.Messages++;
        }
    }

    private void ReadMessage()
    {
        var sawRole = false;
        _call.EndsWithToolResult = false;
        while (_error is null && _json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("role"u8))
            {
                sawRole = true;
                ReadRole();
            }
            else if (_json.ValueTextEquals("content"u8))
            {
                ReadContent();
            }
            else if (_json.ValueTextEquals("name"u8) || _json.ValueTextEquals("refusal"u8))
            {
                _json.Read();
                TakeTextIfString();
            }
            else if (_json.ValueTextEquals("tool_calls"u8))
            {
                TakeRaw(SkipValue());
            }
            else
            {
                _json.Skip();
            }
        }

        if (_error is null && !sawRole)
        {
            _error = SimulatorError.Invalid(
                $"Missing required parameter: 'messages[{_call.Messages}].role'.", $"messages[{_call.Messages}].role", "missing_required_parameter");
        }
    }

    private void ReadRole()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.String)
        {
            Fail($"messages[{_call.Messages}].role", "a string");
            return;
        }

        if (_json.ValueTextEquals("tool"u8) || _json.ValueTextEquals("function"u8))
        {
            _call.EndsWithToolResult = true;
        }
        else if (!(_json.ValueTextEquals("user"u8) || _json.ValueTextEquals("assistant"u8) || _json.ValueTextEquals("system"u8)
            || _json.ValueTextEquals("developer"u8)))
        {
            _error = SimulatorError.Invalid(
                $"Invalid value: '{_json.GetString()}'. Supported values are: 'system', 'developer', 'user', 'assistant', 'tool' and 'function'.",
                $"messages[{_call.Messages}].role",
                "invalid_value");
            return;
        }

        _call.Hash = SimulatedText.Mix(_call.Hash, _json.ValueSpan);
    }

    private void ReadContent()
    {
        _json.Read();
        switch (_json.TokenType)
        {
            case JsonTokenType.String:
                TakeTextIfString();
                break;
            case JsonTokenType.Null:
                break;
            case JsonTokenType.StartArray:
                while (_error is null && _json.Read() && _json.TokenType != JsonTokenType.EndArray)
                {
                    ReadPart();
                }

                break;
            default:
                Fail($"messages[{_call.Messages}].content", "a string or an array of parts");
                break;
        }
    }

    private void ReadPart()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            Fail($"messages[{_call.Messages}].content", "an array of objects");
            return;
        }

        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("text"u8) || _json.ValueTextEquals("refusal"u8))
            {
                _json.Read();
                TakeTextIfString();
            }
            else if (_json.ValueTextEquals("image_url"u8))
            {
                _call.Images++;
                _call.Hash = SimulatedText.Mix(_call.Hash, _body[SkipValue()]);
            }
            else
            {
                _json.Skip();
            }
        }
    }

    private void TakeTextIfString()
    {
        if (_json.TokenType != JsonTokenType.String)
        {
            _json.Skip();
            return;
        }

        if (!_json.ValueIsEscaped)
        {
            TakeText(_json.ValueSpan);
            return;
        }

        var plain = ArrayPool<byte>.Shared.Rent(_json.ValueSpan.Length);
        TakeText(plain.AsSpan(0, _json.CopyString(plain)));
        ArrayPool<byte>.Shared.Return(plain);
    }

    private void TakeText(ReadOnlySpan<byte> text)
    {
        _call.Hash = SimulatedText.Mix(_call.Hash, text);
        _call.PromptTokens += SimulatedTokens.Count(text);
        if (_faultMarkers && text.IndexOf("[[fail:"u8) is >= 0 and var at)
        {
            var mode = text[(at + 7)..];
            if (mode.IndexOf("]]"u8) is >= 0 and var end)
            {
                _call.Fault = SimulatorFault.Parse(Encoding.UTF8.GetString(mode[..end]));
            }
        }
    }

    // Tools and earlier tool calls count as the JSON that they are.
    private readonly void TakeRaw(Range json)
    {
        _call.Hash = SimulatedText.Mix(_call.Hash, _body[json]);
        _call.PromptTokens += SimulatedTokens.Count(_body[json]);
    }
}
