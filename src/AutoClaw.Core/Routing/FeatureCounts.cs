namespace AutoClaw.Core.Routing;

/// <summary>How <see cref="FeatureExtractor"/> filled the slot buffer: word slots first, character slots after them.</summary>
/// <param name="Words">Slots of the word group: unigrams, bigrams, opening words.</param>
/// <param name="Grams">Slots of the character 4-gram group.</param>
/// <param name="Genre">One of <see cref="Routing.Genre"/>.</param>
/// <param name="Ids">Words that are no numbers, one for each time they occur.</param>
internal readonly record struct FeatureCounts(int Words, int Grams, int Genre, int Ids)
{
    public int Total => Words + Grams;
}
