using System.Runtime.InteropServices;
using System.Text.Json;

namespace AutoClaw.Core.Wire.Hub;

/// <summary>
/// What somebody says in a message. Text that was read from a request stays the JSON string that it was there, which is the same in every
/// wire: it is written by copying its bytes, and made a string only where somebody has to look at it.
/// </summary>
public readonly struct ChatText : IEquatable<ChatText>
{
    private readonly string? _text;
    private readonly JsonElement _json;

    public ChatText(string text) => _text = text;

    /// <param name="json">A string without half a character, of a document that outlives this text.</param>
    public ChatText(JsonElement json) => _json = json;

    public bool IsEmpty => IsJson ? _json.ValueEquals(""u8) : string.IsNullOrEmpty(_text);

    private bool IsJson => _json.ValueKind == JsonValueKind.String;

    public static implicit operator ChatText(string text) => new(text);

    public static bool operator ==(ChatText left, ChatText right) => left.Equals(right);

    public static bool operator !=(ChatText left, ChatText right) => !left.Equals(right);

    /// <summary>The texts among <paramref name="parts"/>, each on a line of its own.</summary>
    public static ChatText Join(IReadOnlyList<ChatPart> parts) =>
        parts is [ChatPart.Text only] ? only.Value : string.Join('\n', parts.OfType<ChatPart.Text>().Select(text => text.Value));

    /// <summary>True if its first character that is no space is <paramref name="first"/>.</summary>
    public bool BeginsWith(char first)
    {
        var raw = IsJson ? JsonMarshal.GetRawUtf8Value(_json)[1..].TrimStart((byte)' ') : default;
        return raw is [not (byte)'\\', ..] ? raw[0] == first : ToString().AsSpan().TrimStart().StartsWith(first);
    }

    /// <summary>Writes it as a JSON string, after a member's name or in an array.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        if (IsJson)
        {
            WireJson.WriteRaw(writer, _json);
        }
        else
        {
            writer.WriteStringValue(_text ?? "");
        }
    }

    /// <inheritdoc cref="WriteTo(Utf8JsonWriter)"/>
    /// <param name="writer">Stands in an object.</param>
    /// <param name="name">The member's.</param>
    public void WriteTo(Utf8JsonWriter writer, ReadOnlySpan<byte> name)
    {
        writer.WritePropertyName(name);
        WriteTo(writer);
    }

    /// <summary>The text as it is read, unescaped.</summary>
    public override string ToString() => IsJson ? _json.GetString()! : _text ?? "";

    public bool Equals(ChatText other) => ToString() == other.ToString();

    public override bool Equals(object? obj) => obj is ChatText other && Equals(other);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
