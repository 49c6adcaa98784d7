namespace AutoClaw.Core.Routing.Tuning;

/// <summary>
/// What the model reads of one request, without its text: hashed slots and structural values. Enough to train on, and no prompt can be
/// read back from it.
/// </summary>
public sealed record PromptFeatures
{
    /// <summary>Table slots: those of words first, those of character grams after them.</summary>
    public required int[] Slots { get; init; }

    /// <summary>How many of <see cref="Slots"/> belong to words.</summary>
    public required int Words { get; init; }

    /// <summary>What kind of message it is, 0 to 4; see docs/routing.md.</summary>
    public required int Genre { get; init; }

    /// <summary>Structural values, as many as the extractor fills.</summary>
    public required float[] Dense { get; init; }

    /// <summary>Bytes of the whole text; what the baseline "longest first" goes by.</summary>
    public required int TextBytes { get; init; }

    internal ReadOnlySpan<int> WordSlots => Slots.AsSpan(0, Words);

    internal ReadOnlySpan<int> GramSlots => Slots.AsSpan(Words);

    public static PromptFeatures Of(in RouterInput input)
    {
        var slots = new int[FeatureExtractor.MaxSlots];
        var dense = new float[StructuralFeatures.Count];
        var counts = FeatureExtractor.Extract(input, slots, dense);
        return new PromptFeatures
        {
            Slots = slots[..counts.Total],
            Words = counts.Words,
            Genre = counts.Genre,
            Dense = dense,
            TextBytes = Math.Max(input.TextBytes, input.Text.Length),
        };
    }
}
