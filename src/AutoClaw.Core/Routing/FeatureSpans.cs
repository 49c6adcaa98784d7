namespace AutoClaw.Core.Routing;

/// <summary>
/// Where <see cref="FeatureExtractor"/> writes, and what it wrote. Spans, so that a decision takes them from the stack. To be written to,
/// each has the size that it names; what is kept of them may be cut to the counts.
/// </summary>
internal readonly ref struct FeatureSpans
{
    /// <summary>Table slots: words, then grams. At least <see cref="FeatureExtractor.MaxSlots"/>.</summary>
    public required Span<int> Slots { get; init; }

    /// <summary>At least <see cref="StructuralFeatures.Count"/>.</summary>
    public required Span<float> Dense { get; init; }

    /// <summary>Slots of <see cref="WordFrequencies"/>, in the text's order. At least <see cref="FeatureExtractor.MaxWords"/>.</summary>
    public required Span<ushort> Words { get; init; }

    /// <summary>At least <see cref="TreeFeatures.Count"/>.</summary>
    public required Span<float> Trees { get; init; }

    public void CheckSizes()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Slots.Length, FeatureExtractor.MaxSlots);
        ArgumentOutOfRangeException.ThrowIfLessThan(Dense.Length, StructuralFeatures.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(Words.Length, FeatureExtractor.MaxWords);
        ArgumentOutOfRangeException.ThrowIfLessThan(Trees.Length, TreeFeatures.Count);
    }
}
