namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>
/// Makes the body that an engine of this wire gets from the one that a client of this wire sent: the engine's model name, streaming on,
/// and nothing stored there, because the gateway keeps the conversation. Nothing else changes.
/// </summary>
public static class ResponsesRequestSplice
{
    private static readonly byte[] StreamField = [.. "\"stream\":true,"u8];
    private static readonly byte[] StoreField = [.. "\"store\":false,"u8];
    private static readonly byte[] True = [.. "true"u8];
    private static readonly byte[] False = [.. "false"u8];

    /// <param name="envelope">The client's request.</param>
    /// <param name="modelJson">The engine's model name as a JSON string, quotes included.</param>
    public static SplicedBody Create(ChatEnvelope envelope, ReadOnlyMemory<byte> modelJson)
    {
        Span<SplicedBody.Edit> edits = new SplicedBody.Edit[3];
        var count = 0;
        edits[count++] = new SplicedBody.Edit(envelope.ModelValue.Start, envelope.ModelValue.Length, modelJson);
        if (!envelope.Stream)
        {
            edits[count++] = EditOf(envelope, envelope.StreamValue, True, StreamField);
        }

        var facts = envelope.Responses ?? throw new ArgumentException("The envelope is of another wire.", nameof(envelope));
        if (facts.Store)
        {
            edits[count++] = EditOf(envelope, facts.StoreValue, False, StoreField);
        }

        return SplicedBody.Create(envelope.Body, edits[..count]);
    }

    private static SplicedBody.Edit EditOf(ChatEnvelope envelope, ByteRange at, byte[] value, byte[] field) => at.IsPresent
        ? new SplicedBody.Edit(at.Start, at.Length, value)
        : new SplicedBody.Edit(envelope.InsertAt, 0, field);
}
