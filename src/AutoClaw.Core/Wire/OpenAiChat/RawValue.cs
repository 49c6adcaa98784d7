using System.Text;
using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>Pieces of JSON as the bytes that they are.</summary>
internal static class RawValue
{
    /// <summary>The value that the reader stands on; moves to its last token.</summary>
    public static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    /// <summary>The property name that the reader stands on, unescaped.</summary>
    public static ReadOnlySpan<byte> Name(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;

    /// <summary>The <c>index</c> member of the object that <paramref name="reader"/> stands on, which is left where it is.</summary>
    public static int? PeekIndex(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIndex = reader.ValueTextEquals("index"u8);
            reader.Read();
            if (isIndex && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var found))
            {
                return found;
            }

            reader.Skip();
        }

        return null;
    }
}
