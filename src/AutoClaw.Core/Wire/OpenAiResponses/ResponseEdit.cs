using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>
/// What a response object says of its being kept, put right: an engine does not know that the gateway keeps it, and a writer has said
/// so before it was done. Everything else stays as it is, byte for byte.
/// </summary>
public static class ResponseEdit
{
    /// <summary>The id of a response object; null where it has none.</summary>
    public static string? IdOf(ReadOnlySpan<byte> response) => Find(response, "id"u8, out var range) && response[range.Start] == (byte)'"'
        ? JsonElement.Parse(range.Of(response)).GetString()
        : null;

    /// <summary>The response with other values of these two fields.</summary>
    /// <param name="response">An object.</param>
    /// <param name="store">It is kept.</param>
    /// <param name="previous">The answer that it follows.</param>
    public static byte[] With(ReadOnlyMemory<byte> response, bool store, string? previous)
    {
        var edits = new SplicedBody.Edit[2];
        edits[0] = EditOf(response.Span, "store"u8, store ? "true"u8 : "false"u8);
        edits[1] = EditOf(response.Span, "previous_response_id"u8, previous is null ? "null"u8 : JsonSerializer.SerializeToUtf8Bytes(previous));
        return SplicedBody.Create(response, edits).ToArray();
    }

    private static SplicedBody.Edit EditOf(ReadOnlySpan<byte> response, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        Find(response, name, out var range) ? new SplicedBody.Edit(range.Start, range.Length, value.ToArray())
        // Behind the opening brace; a response object is never empty.
        : new SplicedBody.Edit(response.IndexOf((byte)'{') + 1, 0, (byte[])[(byte)'"', .. name, (byte)'"', (byte)':', .. value, (byte)',']);

    private static bool Find(ReadOnlySpan<byte> response, ReadOnlySpan<byte> name, out ByteRange value)
    {
        var json = new Utf8JsonReader(response);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var found = json.ValueTextEquals(name);
            json.Read();
            var start = (int)json.TokenStartIndex;
            json.Skip();
            if (found)
            {
                value = new ByteRange(start, (int)json.BytesConsumed - start);
                return true;
            }
        }

        value = default;
        return false;
    }
}
