using System.Text.Json;

namespace AutoClaw.Core.Wire.Anthropic;

/// <content>The fields beside the messages.</content>
public ref partial struct AnthropicRequestScanner
{
    // What AnswerFormat reads is OpenAI's response_format.
    private static ReadOnlySpan<byte> FormatHead => "{\"type\":\"json_schema\",\"json_schema\":{\"schema\":"u8;

    private void ScanModel()
    {
        if (_json.TokenType != JsonTokenType.String)
        {
            _json.RefuseType("model", "a string");
            _json.Skip();
            return;
        }

        _envelope.ModelValue = _json.Token();
        _envelope.Model = _json.GetString()!;
        if (_envelope.Model.Length == 0)
        {
            _json.Refuse("missing_field", "model", "'model' is empty. 'auto' lets AutoClaw choose; GET /v1/models lists the rest.");
        }
    }

    private void ScanOutputConfig()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            if (_json.TokenType != JsonTokenType.Null)
            {
                _json.RefuseType("output_config", "an object");
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
                ScanFormat("output_config.format");
            }
            else
            {
                _json.Skip();
            }
        }
    }

    private void ScanFormat(string name)
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            if (_json.TokenType != JsonTokenType.Null)
            {
                _json.RefuseType(name, "an object");
            }

            _json.Skip();
            return;
        }

        var isSchema = false;
        var schema = ReadOnlyMemory<byte>.Empty;
        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            var isType = _json.Is("type"u8);
            var holdsSchema = _json.Is("schema"u8);
            _json.Next();
            isSchema |= isType && _json.TokenType == JsonTokenType.String && _json.Is("json_schema"u8);
            var start = (int)_json.TokenStart;
            _json.Skip();
            schema = holdsSchema ? _envelope.Body[start..(int)_json.BytesConsumed] : schema;
        }

        if (isSchema && !schema.IsEmpty)
        {
            _envelope.HasJsonSchema = true;
            _envelope.ResponseFormat = (byte[])[.. FormatHead, .. schema.Span, .. "}}"u8];
        }
    }

    // The wire has no name for a conversation. Claude Code puts its session's into the user's, which is a hint as good as any.
    private void ScanMetadata()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            if (_json.TokenType != JsonTokenType.Null)
            {
                _json.RefuseType("metadata", "an object");
            }

            _json.Skip();
            return;
        }

        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            var isUser = _json.Is("user_id"u8);
            _json.Next();
            if (!isUser)
            {
                _json.Skip();
                continue;
            }

            if (_json.TokenType == JsonTokenType.String && _json.Token().Of(_envelope.Body.Span).IndexOf("session_"u8) >= 0)
            {
                _envelope.ConversationId = _json.Token();
            }

            _envelope.Subject = SubjectField.Take(ref _json, wins: true, default);
        }
    }
}
