using System.Text.Json;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>
/// One forward pass over an Anthropic Messages request: the facts that <see cref="ChatEnvelope"/> holds. Refuses what engines would read
/// in different ways or choke on; everything else is the engine's to judge.
/// </summary>
public ref partial struct AnthropicRequestScanner : IDisposable
{
    private readonly ChatEnvelope _envelope;
    private StrictJsonReader _json;
    private int _message;
    private bool _hasModel;
    private bool _hasMessages;
    private bool _hasMaxTokens;

    private AnthropicRequestScanner(ReadOnlyMemory<byte> body)
    {
        // This wire's streams always report usage.
        _envelope = new ChatEnvelope(body) { IncludeUsage = true, Wire = Hub.WireName.Anthropic };
        _json = new StrictJsonReader(body.Span);
    }

    /// <summary>Scans the body of a request for an answer; on false <paramref name="problem"/> says why and <paramref name="envelope"/> is null.</summary>
    public static bool TryScan(ReadOnlyMemory<byte> body, out ChatEnvelope? envelope, out EnvelopeProblem? problem)
    {
        if (!TryScanCount(body, out envelope, out problem, out var hasMaxTokens))
        {
            return false;
        }

        if (!hasMaxTokens)
        {
            envelope = null;
            problem = new EnvelopeProblem("missing_field", "max_tokens", "Say in 'max_tokens' how many tokens the answer may have at most.");
        }

        return problem is null;
    }

    /// <summary>Scans the body of a request to count tokens, which has no <c>max_tokens</c>.</summary>
    public static bool TryScanCount(ReadOnlyMemory<byte> body, out ChatEnvelope? envelope, out EnvelopeProblem? problem) =>
        TryScanCount(body, out envelope, out problem, out _);

    public readonly void Dispose() => _json.Dispose();

    private static bool TryScanCount(ReadOnlyMemory<byte> body, out ChatEnvelope? envelope, out EnvelopeProblem? problem, out bool hasMaxTokens)
    {
        var scanner = new AnthropicRequestScanner(body);
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

        hasMaxTokens = scanner._hasMaxTokens;
        envelope = problem is null ? scanner._envelope : null;
        return problem is null;
    }

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
        else if (_json.Is("system"u8))
        {
            _json.Next();
            ScanSystem();
        }
        else if (_json.Is("max_tokens"u8))
        {
            _json.Next();
            _envelope.MaxOutputTokens = _json.ReadInteger("max_tokens");
            _hasMaxTokens = _envelope.MaxOutputTokens is not null;
        }
        else if (_json.Is("stream"u8))
        {
            _json.Next();
            _envelope.Stream = _json.ReadBoolean("stream");
            _envelope.StreamValue = _json.Token();
        }
        else if (_json.Is("tools"u8))
        {
            _json.Next();
            VendorTools.Scan(ref _json, _envelope);
        }
        else if (_json.Is("output_config"u8))
        {
            _json.Next();
            ScanOutputConfig();
        }
        else if (_json.Is("output_format"u8))
        {
            _json.Next();
            ScanFormat("output_format");
        }
        else if (_json.Is("metadata"u8))
        {
            _json.Next();
            ScanMetadata();
        }
        else if (_json.Is("temperature"u8) || _json.Is("top_p"u8) || _json.Is("top_k"u8))
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
}
