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

    /// <summary>Slots of the words in the table of word frequencies, once for each time a word occurs, in any order.</summary>
    public required ushort[] WordIds { get; init; }

    /// <summary>What the trees read but for <see cref="Dense"/> and rarities: lengths of options, sizes of numbers, symbols.</summary>
    public required float[] Shape { get; init; }

    /// <summary>Bytes of the whole text; what the baseline "longest first" goes by.</summary>
    public required int TextBytes { get; init; }

    internal ReadOnlySpan<int> WordSlots => Slots.AsSpan(0, Words);

    internal ReadOnlySpan<int> GramSlots => Slots.AsSpan(Words);

    internal FeatureCounts Counts => new(Words, Slots.Length - Words, Genre, WordIds.Length);

    /// <summary>As the extractor leaves them, for a model to score; the values for the trees are a copy.</summary>
    internal FeatureSpans Spans()
    {
        var trees = new float[TreeFeatures.Count];
        Dense.AsSpan(0, TreeFeatures.ShapeAt).CopyTo(trees);
        Shape.CopyTo(trees, TreeFeatures.ShapeAt);
        return new FeatureSpans { Slots = Slots, Dense = Dense, Words = WordIds, Trees = trees };
    }

    public static PromptFeatures Of(in RouterInput input)
    {
        var slots = new int[FeatureExtractor.MaxSlots];
        var dense = new float[StructuralFeatures.Count];
        var ids = new ushort[FeatureExtractor.MaxWords];
        var trees = new float[TreeFeatures.Count];
        var counts = FeatureExtractor.Extract(input, new FeatureSpans { Slots = slots, Dense = dense, Words = ids, Trees = trees });
        return new PromptFeatures
        {
            Slots = slots[..counts.Total],
            Words = counts.Words,
            Genre = counts.Genre,
            Dense = dense,
            WordIds = ids[..counts.Ids],
            Shape = trees[TreeFeatures.ShapeAt..TreeFeatures.RarityAt],
            TextBytes = Math.Max(input.TextBytes, input.Text.Length),
        };
    }
}
