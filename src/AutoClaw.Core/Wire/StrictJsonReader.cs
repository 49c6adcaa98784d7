using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace AutoClaw.Core.Wire;

/// <summary>
/// A forward reader over a client's JSON that refuses what two readers could understand differently: duplicate keys and excess depth.
/// Every token is read through <see cref="Next"/>, so that no part of the body escapes those checks. Keeps the first problem.
/// </summary>
internal ref struct StrictJsonReader : IDisposable
{
    /// <summary>Deepest nesting that is taken.</summary>
    public const int MaxDepth = 64;

    // Read on past the limit so that the refusal can name depth rather than "invalid JSON"; past this it is invalid JSON.
    private const int ReaderDepth = 512;

    private Utf8JsonReader _reader;
    private DuplicateKeys _keys;

    public StrictJsonReader(ReadOnlySpan<byte> body)
    {
        _reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = ReaderDepth });
        _keys = new DuplicateKeys();
    }

    /// <summary>The first thing found wrong; null so far.</summary>
    public EnvelopeProblem? Problem { get; private set; }

    public readonly JsonTokenType TokenType => _reader.TokenType;

    public readonly bool ValueIsEscaped => _reader.ValueIsEscaped;

    public readonly int ValueLength => _reader.ValueSpan.Length;

    public readonly long TokenStart => _reader.TokenStartIndex;

    public readonly long BytesConsumed => _reader.BytesConsumed;

    /// <summary>The JSON reader does not look into strings, and an engine that does would reject what we let pass.</summary>
    public static EnvelopeProblem? CheckUtf8(ReadOnlySpan<byte> body) =>
        Utf8.IsValid(body) ? null : new EnvelopeProblem("invalid_json", null, "The request body is not valid UTF-8.");

    public static EnvelopeProblem Invalid(Exception error) =>
        new("invalid_json", null, error is JsonException { LineNumber: { } line, BytePositionInLine: { } column }
            ? $"The request body is not valid JSON (line {line + 1}, byte {column + 1}). Send one JSON object."
            : "The request body is not valid JSON: a string holds a broken escape. Send one JSON object.");

    public readonly string? GetString() => _reader.GetString();

    public readonly void Dispose() => _keys.Dispose();

    public bool ReadBoolean(string name)
    {
        if (_reader.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
        {
            RefuseType(name, "true or false");
            Skip();
        }

        return _reader.TokenType == JsonTokenType.True;
    }

    public long? ReadInteger(string name)
    {
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out var value))
        {
            return value;
        }

        RefuseType(name, "a whole number");
        Skip();
        return null;
    }

    // Every token is read through here, so that no part of the body escapes the checks on keys and depth.
    public bool Next()
    {
        if (!_reader.Read())
        {
            return false;
        }

        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                _keys.EnterObject();
                CheckDepth();
                break;
            case JsonTokenType.StartArray:
                CheckDepth();
                break;
            case JsonTokenType.EndObject:
                _keys.LeaveObject();
                break;
            case JsonTokenType.PropertyName:
                AddKey();
                break;
        }

        return true;
    }

    private void CheckDepth()
    {
        // CurrentDepth counts the containers around this one.
        if (_reader.CurrentDepth >= MaxDepth)
        {
            Refuse("too_deep", null, $"The request body is nested deeper than {MaxDepth} levels.");
        }
    }

    private void AddKey()
    {
        // "mod\u0065l" and "model" are one key.
        var unique = _reader.ValueIsEscaped ? _keys.Add(Encoding.UTF8.GetBytes(_reader.GetString()!)) : _keys.Add(_reader.ValueSpan);
        if (!unique && Problem is null)
        {
            var name = _reader.GetString()!;
            Refuse("duplicate_key", name, $"The key '{name}' occurs twice in one object. Send it once.");
        }
    }

    public void Skip()
    {
        if (_reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        var depth = _reader.CurrentDepth;
        while (Next() && _reader.CurrentDepth > depth)
        {
        }
    }

    public readonly bool Is(ReadOnlySpan<byte> text) =>
        _reader.ValueIsEscaped ? _reader.ValueTextEquals(text) : _reader.ValueSpan.SequenceEqual(text);

    public readonly ByteRange Token() =>
        new((int)_reader.TokenStartIndex, (int)(_reader.BytesConsumed - _reader.TokenStartIndex));

    /// <summary>The string's inside; nothing where the token is none, or is empty.</summary>
    public readonly TextPart Text(MessageRole role) => _reader.TokenType == JsonTokenType.String
        ? new TextPart(new ByteRange((int)_reader.TokenStartIndex + 1, _reader.ValueSpan.Length), _reader.ValueIsEscaped, role)
        : default;

    public void RefuseType(string param, string expected) =>
        Refuse("wrong_type", param, $"'{param}' must be {expected}.");

    // The first problem is the one to tell: later ones are often its consequences.
    public void Refuse(string code, string? param, string message) =>
        Problem ??= new EnvelopeProblem(code, param, message);
}
