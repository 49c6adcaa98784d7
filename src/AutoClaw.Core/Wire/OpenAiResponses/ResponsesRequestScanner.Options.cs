using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <content>The fields beside the conversation.</content>
public ref partial struct ResponsesRequestScanner
{
    private static readonly byte[] ChatSchemaStart = [.. "{\"type\":\"json_schema\",\"json_schema\":"u8];

    private void ScanHint()
    {
        if (_json.Is("prompt_cache_key"u8))
        {
            _json.Next();
            ScanConversationName(wins: true);
        }
        else if (_json.Is("safety_identifier"u8) || _json.Is("user"u8))
        {
            var wins = _json.Is("safety_identifier"u8);
            _json.Next();
            _envelope.Subject = SubjectField.Take(ref _json, wins, _envelope.Subject);
        }
        else if (_json.Is("metadata"u8))
        {
            _json.Next();
            ScanMetadata();
        }
        else if (_json.Is("temperature"u8) || _json.Is("top_p"u8))
        {
            var name = _json.GetString();
            _json.Next();
            if (_json.TokenType is not (JsonTokenType.Number or JsonTokenType.Null))
            {
                _json.RefuseType(name!, "a number");
            }

            _json.Skip();
        }
        else
        {
            _json.Next();
            _json.Skip();
        }
    }

    private void ScanMetadata()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _json.Skip();
            return;
        }

        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            var isConversation = _json.Is("conversation_id"u8);
            _json.Next();
            if (isConversation)
            {
                ScanConversationName(wins: false);
            }
            else
            {
                _json.Skip();
            }
        }
    }

    // Only ever a hint, so that another type than text is the engine's to judge.
    private void ScanConversationName(bool wins)
    {
        if (_json.TokenType == JsonTokenType.String && _json.ValueLength > 0 && (wins || _envelope.ConversationId.Length == 0))
        {
            _envelope.ConversationId = _json.Token();
        }

        _json.Skip();
    }

    private void ScanConversation()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _facts = _facts with { Conversation = ReadText("conversation") };
            return;
        }

        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            var isId = _json.Is("id"u8);
            _json.Next();
            if (isId)
            {
                _facts = _facts with { Conversation = ReadText("conversation.id") };
            }
            else
            {
                _json.Skip();
            }
        }
    }

    private void ScanInclude()
    {
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            if (_json.TokenType != JsonTokenType.Null)
            {
                _json.RefuseType("include", "an array");
            }

            _json.Skip();
            return;
        }

        while (_json.Next() && _json.TokenType != JsonTokenType.EndArray)
        {
            _envelope.Logprobs |= _json.TokenType == JsonTokenType.String && _json.Is("message.output_text.logprobs"u8);
            _json.Skip();
        }
    }

    private void ScanTextOptions()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            if (_json.TokenType != JsonTokenType.Null)
            {
                _json.RefuseType("text", "an object");
            }

            _json.Skip();
            return;
        }

        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            var isFormat = _json.Is("format"u8);
            _json.Next();
            if (isFormat)
            {
                ScanFormat();
            }
            else
            {
                _json.Skip();
            }
        }
    }

    private void ScanFormat()
    {
        var start = (int)_json.TokenStart;
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            if (_json.TokenType != JsonTokenType.Null)
            {
                _json.RefuseType("text.format", "an object");
            }

            _json.Skip();
            return;
        }

        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            var isType = _json.Is("type"u8);
            _json.Next();
            _envelope.HasJsonSchema |= isType && _json.TokenType == JsonTokenType.String && _json.Is("json_schema"u8);
            _json.Skip();
        }

        // The envelope's form is chat completions', where the schema stands one level deeper.
        var format = _envelope.Body[start..(int)_json.BytesConsumed];
        _envelope.ResponseFormat = _envelope.HasJsonSchema ? (byte[])[.. ChatSchemaStart, .. format.Span, (byte)'}'] : format;
    }
}
