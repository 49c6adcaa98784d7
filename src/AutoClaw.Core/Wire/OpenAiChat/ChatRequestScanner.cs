using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>
/// One forward pass over an OpenAI chat completions request. Refuses what engines would read in different ways (duplicate keys,
/// excess depth) or choke on (wrong types of the fields that the gateway acts on); everything else is the engine's to judge.
/// </summary>
public ref partial struct ChatRequestScanner : IDisposable
{
    private readonly ChatEnvelope _envelope;
    private StrictJsonReader _json;
    private bool _hasModel;
    private bool _hasMessages;

    private ChatRequestScanner(ReadOnlyMemory<byte> body)
    {
        _envelope = new ChatEnvelope(body);
        _json = new StrictJsonReader(body.Span);
    }

    /// <summary>Scans <paramref name="body"/>; on false <paramref name="problem"/> says why and <paramref name="envelope"/> is null.</summary>
    public static bool TryScan(ReadOnlyMemory<byte> body, out ChatEnvelope? envelope, out EnvelopeProblem? problem)
    {
        var scanner = new ChatRequestScanner(body);
        try
        {
            problem = StrictJsonReader.CheckUtf8(body.Span);
            if (problem is null)
            {
                scanner.ScanDocument();
                problem = scanner._json.Problem;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            problem = scanner._json.Problem ?? StrictJsonReader.Invalid(error);
        }
        finally
        {
            scanner.Dispose();
        }

        envelope = problem is null ? scanner._envelope : null;
        return problem is null;
    }

    public readonly void Dispose() => _json.Dispose();

    private void ScanDocument()
    {
        _json.Next();
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _json.Refuse("invalid_json", null, "The request body must be one JSON object.");
            return;
        }

        _envelope.InsertAt = (int)_json.BytesConsumed;
        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject && _json.Problem is null)
        {
            ScanField();
        }

        if (_json.Problem is null)
        {
            // Only white space may follow: Read throws on anything else.
            _json.Next();
        }

        if (!_hasModel)
        {
            _json.Refuse("missing_field", "model", "Name a model: 'auto' lets AutoClaw choose; GET /v1/models lists the rest.");
        }

        if (!_hasMessages)
        {
            _json.Refuse("missing_field", "messages", "Send at least one message in 'messages'.");
        }
    }

    private void ScanField()
    {
        if (_json.Is("model"u8))
        {
            _json.Next();
            _hasModel = true;
            ScanModel();
        }
        else if (_json.Is("messages"u8))
        {
            _json.Next();
            _hasMessages = true;
            ScanMessages();
        }
        else if (_json.Is("stream"u8))
        {
            _json.Next();
            _envelope.Stream = _json.ReadBoolean("stream");
            _envelope.StreamValue = _json.Token();
        }
        else if (_json.Is("stream_options"u8))
        {
            _json.Next();
            ScanStreamOptions();
        }
        else if (_json.Is("max_completion_tokens"u8))
        {
            _json.Next();
            _envelope.MaxOutputTokens = _json.ReadInteger("max_completion_tokens") ?? _envelope.MaxOutputTokens;
        }
        else if (_json.Is("max_tokens"u8))
        {
            _json.Next();
            var limit = _json.ReadInteger("max_tokens");
            _envelope.MaxOutputTokens ??= limit;
        }
        else if (_json.Is("n"u8))
        {
            _json.Next();
            _envelope.Choices = (int)Math.Clamp(_json.ReadInteger("n") ?? 1, 1, 1024);
        }
        else if (_json.Is("tools"u8))
        {
            _json.Next();
            VendorTools.Scan(ref _json, _envelope);
        }
        else if (_json.Is("web_search_options"u8))
        {
            _json.Next();
            _envelope.VendorTool ??= _json.TokenType == JsonTokenType.Null ? null : "web_search_options";
            _json.Skip();
        }
        else if (_json.Is("response_format"u8))
        {
            _json.Next();
            var start = (int)_json.TokenStart;
            ScanResponseFormat();
            _envelope.ResponseFormat = _envelope.Body[start..(int)_json.BytesConsumed];
        }
        else if (_json.Is("logprobs"u8))
        {
            _json.Next();
            _envelope.Logprobs = _json.TokenType is not (JsonTokenType.False or JsonTokenType.Null);
            _envelope.LogprobsValue = _envelope.Logprobs ? default : _json.Token();
            _json.Skip();
        }
        else if (_json.Is("return_progress"u8))
        {
            _json.Next();
            _envelope.HasProgressWish = true;
            _json.Skip();
        }
        else if (_json.Is("prompt_cache_key"u8))
        {
            _json.Next();
            ScanConversationId(wins: true);
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
        else if (_json.Is("temperature"u8) || _json.Is("top_p"u8) || _json.Is("presence_penalty"u8) || _json.Is("frequency_penalty"u8))
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
                ScanConversationId(wins: false);
            }
            else
            {
                _json.Skip();
            }
        }
    }

    // Only ever a hint, so that another type than text is the engine's to judge.
    private void ScanConversationId(bool wins)
    {
        if (_json.TokenType == JsonTokenType.String && _json.ValueLength > 0 && (wins || _envelope.ConversationId.Length == 0))
        {
            _envelope.ConversationId = _json.Token();
        }

        _json.Skip();
    }

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

    private void ScanStreamOptions()
    {
        var start = (int)_json.TokenStart;
        if (_json.TokenType == JsonTokenType.Null)
        {
            _envelope.StreamOptionsValue = _json.Token();
            return;
        }

        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _json.RefuseType("stream_options", "an object");
            _json.Skip();
            return;
        }

        _envelope.StreamOptionsEmpty = true;
        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            _envelope.StreamOptionsEmpty = false;
            if (_json.Is("include_usage"u8))
            {
                _json.Next();
                _envelope.IncludeUsage = _json.ReadBoolean("stream_options.include_usage");
                _envelope.IncludeUsageValue = _json.Token();
            }
            else
            {
                _json.Next();
                _json.Skip();
            }
        }

        _envelope.StreamOptionsValue = new ByteRange(start, (int)_json.BytesConsumed - start);
    }

    private void ScanResponseFormat()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            if (_json.TokenType != JsonTokenType.Null)
            {
                _json.RefuseType("response_format", "an object");
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
    }
}
