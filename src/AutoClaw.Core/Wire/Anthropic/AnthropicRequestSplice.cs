using System.Text.Json;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>
/// Makes the body that an engine of this wire gets from the one that a client of this wire sent: the engine's model name, streaming on,
/// and without the thoughts of engines that sign none and the citations of engines that seal none. A conversation may have been answered
/// by such an engine before, and Anthropic refuses what is not its own. Nothing else changes.
/// </summary>
public static class AnthropicRequestSplice
{
    private static readonly byte[] StreamField = "\"stream\":true,"u8.ToArray();
    private static readonly byte[] True = "true"u8.ToArray();

    /// <param name="envelope">The client's request.</param>
    /// <param name="modelJson">The engine's model name as a JSON string, quotes included.</param>
    public static SplicedBody Create(ChatEnvelope envelope, ReadOnlyMemory<byte> modelJson)
    {
        var edits = UnsignedThoughts(envelope.Body.Span);
        ForeignCitations.AddCuts(envelope.Body.Span, edits);
        edits.Add(new SplicedBody.Edit(envelope.ModelValue.Start, envelope.ModelValue.Length, modelJson));
        if (!envelope.Stream)
        {
            edits.Add(envelope.StreamValue.IsPresent
                ? new SplicedBody.Edit(envelope.StreamValue.Start, envelope.StreamValue.Length, True)
                : new SplicedBody.Edit(envelope.InsertAt, 0, StreamField));
        }

        return SplicedBody.Create(envelope.Body, edits.ToArray());
    }

    private static List<SplicedBody.Edit> UnsignedThoughts(ReadOnlySpan<byte> body)
    {
        var cuts = new List<SplicedBody.Edit>(2);

        // Most requests have no thoughts, and need no second pass.
        if (body.IndexOf("\"thinking\""u8) < 0)
        {
            return cuts;
        }

        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMessages = reader.ValueTextEquals("messages"u8);
            reader.Read();
            while (isMessages && reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                CutIn(ref reader, cuts);
            }

            reader.Skip();
        }

        return cuts;
    }

    // Stands on a message's start before and on its end after.
    private static void CutIn(ref Utf8JsonReader reader, List<SplicedBody.Edit> cuts)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isContent = reader.ValueTextEquals("content"u8);
            reader.Read();
            if (!isContent || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            var blocks = new List<(int Start, int End, bool IsUnsigned)>();
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                var start = (int)reader.TokenStartIndex;
                var isUnsigned = ReadBlock(ref reader);
                blocks.Add((start, (int)reader.BytesConsumed, isUnsigned));
            }

            AddCuts(blocks, cuts);
        }
    }

    // Each cut takes one comma with it. A message of such thoughts alone stays: without a block it would be refused as well.
    private static void AddCuts(List<(int Start, int End, bool IsUnsigned)> blocks, List<SplicedBody.Edit> cuts)
    {
        var firstKept = blocks.FindIndex(block => !block.IsUnsigned);
        for (var i = 0; firstKept >= 0 && i < blocks.Count; i++)
        {
            if (blocks[i].IsUnsigned)
            {
                var (from, to) = i < firstKept ? (blocks[i].Start, blocks[i + 1].Start) : (blocks[i - 1].End, blocks[i].End);
                cuts.Add(new SplicedBody.Edit(from, to - from, default));
            }
        }
    }

    private static bool ReadBlock(ref Utf8JsonReader reader)
    {
        var isThought = false;
        var isSigned = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isSignature = reader.ValueTextEquals("signature"u8);
            reader.Read();
            isThought |= isType && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("thinking"u8);
            isSigned |= isSignature && reader.TokenType == JsonTokenType.String && !reader.ValueSpan.IsEmpty;
            reader.Skip();
        }

        return isThought && !isSigned;
    }
}
