using System.Globalization;
using System.Text.Json;

namespace AutoClaw.Core.Wire.Gemini;

/// <content>How the answer shall be made: limits, format, tools.</content>
public ref partial struct GeminiRequestScanner
{
    private void ScanConfig()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            RefuseUnlessNull("generationConfig", "an object");
            return;
        }

        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            ScanConfigField();
        }
    }

    private void ScanConfigField()
    {
        if (Is("maxOutputTokens"u8, "max_output_tokens"u8))
        {
            _json.Next();
            _envelope.MaxOutputTokens = ReadInteger("generationConfig.maxOutputTokens");
        }
        else if (Is("candidateCount"u8, "candidate_count"u8))
        {
            _json.Next();
            _envelope.Choices = (int)Math.Clamp(ReadInteger("generationConfig.candidateCount") ?? 1, 1, 1024);
        }
        else if (Is("responseSchema"u8, "response_schema"u8) || Is("responseJsonSchema"u8, "response_json_schema"u8))
        {
            _json.Next();
            _envelope.HasJsonSchema |= _json.TokenType != JsonTokenType.Null;
            _json.Skip();
        }
        else if (Is("responseLogprobs"u8, "response_logprobs"u8))
        {
            _json.Next();
            _envelope.Logprobs = _json.TokenType is not (JsonTokenType.False or JsonTokenType.Null);
            _envelope.LogprobsValue = _envelope.Logprobs ? default : _json.Token();
            _json.Skip();
        }
        else if (_json.Is("temperature"u8) || Is("topP"u8, "top_p"u8) || Is("presencePenalty"u8, "presence_penalty"u8)
            || Is("frequencyPenalty"u8, "frequency_penalty"u8))
        {
            var name = _json.GetString();
            _json.Next();
            if (_json.TokenType != JsonTokenType.Number && !IsNumberText())
            {
                RefuseUnlessNull($"generationConfig.{name}", "a number");
            }
        }
        else
        {
            _json.Next();
            _json.Skip();
        }
    }

    // Protocol buffers' JSON writes 64-bit numbers as strings, and its readers take every number so.
    private long? ReadInteger(string name)
    {
        if (_json.TokenType == JsonTokenType.String
            && long.TryParse(_json.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        return _json.ReadInteger(name);
    }

    private readonly bool IsNumberText() =>
        _json.TokenType == JsonTokenType.String && double.TryParse(_json.GetString(), CultureInfo.InvariantCulture, out _);

    private void ScanTools()
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.StartObject:
                ScanTool();
                break;
            case JsonTokenType.StartArray:
                while (_json.Next() && _json.TokenType != JsonTokenType.EndArray)
                {
                    if (_json.TokenType == JsonTokenType.StartObject)
                    {
                        ScanTool();
                    }
                    else
                    {
                        _json.RefuseType("tools", "an array of objects");
                        _json.Skip();
                    }
                }

                break;
            default:
                RefuseUnlessNull("tools", "an array");
                break;
        }
    }

    // One object holds many functions, or a tool of Google's under its name, or both.
    private void ScanTool()
    {
        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            var areFunctions = Is("functionDeclarations"u8, "function_declarations"u8);
            var name = areFunctions ? null : _json.GetString();
            _json.Next();
            if (areFunctions && _json.TokenType == JsonTokenType.StartArray)
            {
                while (_json.Next() && _json.TokenType != JsonTokenType.EndArray)
                {
                    _envelope.Tools++;
                    _json.Skip();
                }

                continue;
            }

            if (_json.TokenType != JsonTokenType.Null)
            {
                _envelope.Tools++;
                _envelope.VendorTool ??= name;
            }

            _json.Skip();
        }
    }
}
