using System.Text.Json;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>
/// One forward pass over a Gemini <c>generateContent</c> request, whose model and way of answering are in its path. Every field may be
/// spelled in camel case or in snake case, and a list of one element may be that element, as Google's API takes both. Refuses what
/// engines would read in different ways, and wrong types of the fields that the gateway acts on; the rest is the engine's to judge.
/// </summary>
public ref partial struct GeminiRequestScanner : IDisposable
{
    private readonly ChatEnvelope _envelope;
    private readonly bool _counting;
    private StrictJsonReader _json;
    private bool _hasContents;
    private bool _hasSystem;
    private bool _hasConfig;
    private int _contents;

    private GeminiRequestScanner(ReadOnlyMemory<byte> body, string model, bool stream, bool counting)
    {
        _envelope = new ChatEnvelope(body) { Wire = Hub.WireName.Gemini, Model = model, Stream = stream, IncludeUsage = true };
        _counting = counting;
        _json = new StrictJsonReader(body.Span);
    }

    /// <summary>Scans <paramref name="body"/>; on false <paramref name="problem"/> says why and <paramref name="envelope"/> is null.</summary>
    /// <param name="body">The request's body.</param>
    /// <param name="model">From the path.</param>
    /// <param name="stream">The path asks for <c>streamGenerateContent</c>.</param>
    /// <param name="envelope">What was found.</param>
    /// <param name="problem">What is wrong.</param>
    public static bool TryScan(
        ReadOnlyMemory<byte> body, string model, bool stream, out ChatEnvelope? envelope, out EnvelopeProblem? problem) =>
        Scan(new GeminiRequestScanner(body, model, stream, counting: false), out envelope, out problem);

    /// <summary>Scans a <c>countTokens</c> request: contents alone, or a whole request under <c>generateContentRequest</c>.</summary>
    public static bool TryScanCount(ReadOnlyMemory<byte> body, string model, out ChatEnvelope? envelope, out EnvelopeProblem? problem) =>
        Scan(new GeminiRequestScanner(body, model, stream: false, counting: true), out envelope, out problem);

    public readonly void Dispose() => _json.Dispose();

    private static bool Scan(GeminiRequestScanner scanner, out ChatEnvelope? envelope, out EnvelopeProblem? problem)
    {
        try
        {
            problem = StrictJsonReader.CheckUtf8(scanner._envelope.Body.Span);
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

    private void ScanDocument()
    {
        _json.Next();
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _json.Refuse("invalid_json", null, "The request body must be one JSON object.");
            return;
        }

        _envelope.InsertAt = (int)_json.BytesConsumed;
        ScanRequest();
        if (_json.Problem is null)
        {
            // Only white space may follow: Read throws on anything else.
            _json.Next();
        }

        if (_envelope.Model.Length == 0)
        {
            _json.Refuse("missing_field", "model", "Name a model in the path: 'auto' lets AutoClaw choose; GET /v1beta/models lists the rest.");
        }

        if (!_hasContents)
        {
            _json.Refuse("missing_field", "contents", "Send at least one message in 'contents'.");
        }
    }

    private void ScanRequest()
    {
        while (_json.Next() && _json.TokenType != JsonTokenType.EndObject && _json.Problem is null)
        {
            ScanField();
        }
    }

    private void ScanField()
    {
        if (_json.Is("contents"u8))
        {
            Once(ref _hasContents, "contents");
            _json.Next();
            ScanContents();
        }
        else if (Is("systemInstruction"u8, "system_instruction"u8))
        {
            Once(ref _hasSystem, "systemInstruction");
            _json.Next();
            ScanSystemInstruction();
        }
        else if (Is("generationConfig"u8, "generation_config"u8))
        {
            Once(ref _hasConfig, "generationConfig");
            _json.Next();
            ScanConfig();
        }
        else if (_json.Is("tools"u8))
        {
            _json.Next();
            ScanTools();
        }
        else if (_json.Is("model"u8))
        {
            // The path's model counts; this one is where an engine's name goes in, should it be there.
            _json.Next();
            _envelope.ModelValue = _json.TokenType == JsonTokenType.String ? _json.Token() : default;
            _json.Skip();
        }
        else if (_counting && Is("generateContentRequest"u8, "generate_content_request"u8))
        {
            _json.Next();
            if (_json.TokenType == JsonTokenType.StartObject)
            {
                ScanRequest();
            }
            else
            {
                RefuseUnlessNull("generateContentRequest", "an object");
            }
        }
        else
        {
            _json.Next();
            _json.Skip();
        }
    }

    private readonly bool Is(ReadOnlySpan<byte> camel, ReadOnlySpan<byte> snake) => _json.Is(camel) || _json.Is(snake);

    // One field in both spellings is two values of which an engine would take either.
    private void Once(ref bool seen, string name)
    {
        if (seen)
        {
            _json.Refuse("duplicate_key", name, $"'{name}' occurs twice. Send it once, in one spelling.");
        }

        seen = true;
    }

    private void RefuseUnlessNull(string name, string expected)
    {
        if (_json.TokenType != JsonTokenType.Null)
        {
            _json.RefuseType(name, expected);
            _json.Skip();
        }
    }
}
