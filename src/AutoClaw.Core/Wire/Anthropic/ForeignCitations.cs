using System.Text.Json;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>Finds citations in a conversation that another engine made: they have no sealed place, and the vendor refuses them.</summary>
internal static class ForeignCitations
{
    // Of a block's member: in the request's object, its messages, a message, its content, a block.
    private const int MemberDepth = 5;

    /// <param name="body">A request of this wire.</param>
    /// <param name="cuts">Gets the members that hold such citations, each with one comma.</param>
    public static void AddCuts(ReadOnlySpan<byte> body, List<SplicedBody.Edit> cuts)
    {
        // Most requests have none, and need no second pass.
        if (body.IndexOf("\"encrypted_index\""u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(body);
        var (end, isFirst) = (0, false);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == MemberDepth && reader.ValueTextEquals("citations"u8))
            {
                var start = isFirst ? (int)reader.TokenStartIndex : end;
                reader.Read();
                if (IsForeign(ref reader))
                {
                    end = (int)reader.BytesConsumed;
                    var next = reader;
                    var stop = isFirst && next.Read() && next.TokenType == JsonTokenType.PropertyName ? (int)next.TokenStartIndex : end;
                    cuts.Add(new SplicedBody.Edit(start, stop - start, default));
                }
            }

            (end, isFirst) = ((int)reader.BytesConsumed, reader.TokenType == JsonTokenType.StartObject);
        }
    }

    // Stands on the value's start before and on its end after.
    private static bool IsForeign(ref Utf8JsonReader reader)
    {
        var found = false;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(AnthropicCitations.SealedField))
            {
                reader.Read();
                found |= reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty;
            }
        }

        return found;
    }
}
