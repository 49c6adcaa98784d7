namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>
/// Makes the body that an engine gets from the one that the client sent: the engine's model name, streaming on (a disconnect then
/// cancels real work), usage reported, log probabilities where a check needs them, and progress where only that makes an engine notice a
/// disconnect. Nothing else changes.
/// </summary>
public static class ChatRequestSplice
{
    private static readonly byte[] StreamField = "\"stream\":true,"u8.ToArray();
    private static readonly byte[] LogprobsField = "\"logprobs\":true,"u8.ToArray();
    private static readonly byte[] ProgressField = "\"return_progress\":true,"u8.ToArray();
    private static readonly byte[] True = "true"u8.ToArray();
    private static readonly byte[] UsageOptionsField = "\"stream_options\":{\"include_usage\":true},"u8.ToArray();
    private static readonly byte[] UsageOptions = "{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] UsageMember = "\"include_usage\":true,"u8.ToArray();

    /// <param name="envelope">The client's request.</param>
    /// <param name="modelJson">The engine's model name as a JSON string, quotes included.</param>
    /// <param name="askUsage">False for an engine that refuses <c>stream_options</c>.</param>
    /// <param name="askLogprobs">True for log probabilities although the client did not ask.</param>
    /// <param name="askProgress">True for a word of each batch of the prompt, unless the client says itself whether it wants that.</param>
    public static SplicedBody Create(
        ChatEnvelope envelope, ReadOnlyMemory<byte> modelJson, bool askUsage, bool askLogprobs = false, bool askProgress = false)
    {
        Span<SplicedBody.Edit> edits = new SplicedBody.Edit[5];
        var count = 0;
        edits[count++] = new SplicedBody.Edit(envelope.ModelValue.Start, envelope.ModelValue.Length, modelJson);
        if (!envelope.Stream)
        {
            edits[count++] = envelope.StreamValue.IsPresent
                ? new SplicedBody.Edit(envelope.StreamValue.Start, envelope.StreamValue.Length, True)
                : new SplicedBody.Edit(envelope.InsertAt, 0, StreamField);
        }

        if (askUsage && !envelope.IncludeUsage)
        {
            edits[count++] = UsageEdit(envelope);
        }

        if (askLogprobs && !envelope.Logprobs)
        {
            edits[count++] = envelope.LogprobsValue.IsPresent
                ? new SplicedBody.Edit(envelope.LogprobsValue.Start, envelope.LogprobsValue.Length, True)
                : new SplicedBody.Edit(envelope.InsertAt, 0, LogprobsField);
        }

        if (askProgress && !envelope.HasProgressWish)
        {
            edits[count++] = new SplicedBody.Edit(envelope.InsertAt, 0, ProgressField);
        }

        return SplicedBody.Create(envelope.Body, edits[..count]);
    }

    /// <summary>A request that was written for the engine, with a wish for a word of each batch of its prompt.</summary>
    public static SplicedBody AskProgress(ReadOnlyMemory<byte> written)
    {
        // Behind the opening brace.
        Span<SplicedBody.Edit> edits = [new SplicedBody.Edit(1, 0, ProgressField)];
        return SplicedBody.Create(written, edits);
    }

    private static SplicedBody.Edit UsageEdit(ChatEnvelope envelope)
    {
        if (envelope.IncludeUsageValue.IsPresent)
        {
            return new SplicedBody.Edit(envelope.IncludeUsageValue.Start, envelope.IncludeUsageValue.Length, True);
        }

        var options = envelope.StreamOptionsValue;
        if (!options.IsPresent)
        {
            return new SplicedBody.Edit(envelope.InsertAt, 0, UsageOptionsField);
        }

        // null, or an object without members: no comma may follow what is put in.
        return envelope.StreamOptionsEmpty || envelope.Body.Span[options.Start] != (byte)'{'
            ? new SplicedBody.Edit(options.Start, options.Length, UsageOptions)
            : new SplicedBody.Edit(options.Start + 1, 0, UsageMember);
    }
}
