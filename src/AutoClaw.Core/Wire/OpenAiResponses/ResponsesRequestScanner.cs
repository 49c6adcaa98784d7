using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>
/// One forward pass over a Responses request. Refuses what engines would read in different ways (duplicate keys, excess depth) or
/// choke on (wrong types of the fields that the gateway acts on); everything else is the engine's to judge.
/// </summary>
public ref partial struct ResponsesRequestScanner : IDisposable
{
    private readonly ChatEnvelope _envelope;
    private StrictJsonReader _json;
    private ResponsesFacts _facts = new();
    private bool _hasModel;
    private bool _hasOtherInput;
    private int _items;

    private ResponsesRequestScanner(ReadOnlyMemory<byte> body)
    {
        // This wire's streams always report usage.
        _envelope = new ChatEnvelope(body) { Wire = Hub.WireName.OpenAiResponses, IncludeUsage = true };
        _json = new StrictJsonReader(body.Span);
    }

    /// <summary>Scans <paramref name="body"/>; on false <paramref name="problem"/> says why and <paramref name="envelope"/> is null.</summary>
    public static bool TryScan(ReadOnlyMemory<byte> body, out ChatEnvelope? envelope, out EnvelopeProblem? problem)
    {
        var scanner = new ResponsesRequestScanner(body);
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

        // An earlier answer, a stored conversation or a stored prompt may be all that there is to answer.
        _hasOtherInput |= _facts.PreviousResponseId is not null || _facts.Conversation is not null;
        if (!_facts.InputValue.IsPresent && !_hasOtherInput)
        {
            _json.Refuse("missing_field", "input", "Send 'input': a text, or an array of items.");
        }

        if (_facts.InputIsEmpty && !_hasOtherInput)
        {
            _json.Refuse("no_messages", "input", "'input' is empty: send at least one item.");
        }

        _envelope.Responses = _facts;
    }

    private void ScanField()
    {
        if (_json.Is("model"u8))
        {
            _json.Next();
            _hasModel = true;
            ScanModel();
        }
        else if (_json.Is("input"u8))
        {
            _json.Next();
            ScanInput();
        }
        else if (_json.Is("instructions"u8))
        {
            _json.Next();
            ScanInstructions();
        }
        else if (_json.Is("stream"u8))
        {
            _json.Next();
            _envelope.Stream = _json.ReadBoolean("stream");
            _envelope.StreamValue = _json.Token();
        }
        else if (_json.Is("max_output_tokens"u8))
        {
            _json.Next();
            _envelope.MaxOutputTokens = _json.ReadInteger("max_output_tokens");
        }
        else if (_json.Is("tools"u8))
        {
            _json.Next();
            VendorTools.Scan(ref _json, _envelope);
        }
        else if (_json.Is("text"u8))
        {
            _json.Next();
            ScanTextOptions();
        }
        else if (_json.Is("previous_response_id"u8))
        {
            _json.Next();
            var id = ReadText("previous_response_id");
            _facts = _facts with { PreviousResponseId = id, PreviousResponseIdValue = _json.Token() };
        }
        else if (_json.Is("conversation"u8))
        {
            _json.Next();
            ScanConversation();
        }
        else if (_json.Is("prompt"u8))
        {
            _json.Next();
            _hasOtherInput |= _json.TokenType == JsonTokenType.StartObject;
            _json.Skip();
        }
        else if (_json.Is("store"u8))
        {
            _json.Next();
            var said = _json.TokenType != JsonTokenType.Null;
            _facts = _facts with { Store = _json.ReadBoolean("store") || !said, StoreValue = _json.Token() };
        }
        else if (_json.Is("background"u8))
        {
            _json.Next();
            _facts = _facts with { Background = _json.ReadBoolean("background") };
        }
        else if (_json.Is("include"u8))
        {
            _json.Next();
            ScanInclude();
        }
        else
        {
            ScanHint();
        }
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

    private string? ReadText(string name)
    {
        if (_json.TokenType == JsonTokenType.String)
        {
            return _json.GetString();
        }

        if (_json.TokenType != JsonTokenType.Null)
        {
            _json.RefuseType(name, "a string");
            _json.Skip();
        }

        return null;
    }
}
