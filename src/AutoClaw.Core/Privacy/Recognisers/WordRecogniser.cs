namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>A recogniser of what begins with a word that has a digit in it, or has one such word second.</summary>
internal abstract class WordRecogniser(params PiiType[] types) : Recogniser(types)
{
    /// <summary>Longer words are no identifier of a fixed length; <see cref="TextRecogniser"/>s see them.</summary>
    public const int LongestWord = 128;

    /// <summary>Whether it wants to see words of this shape and length, 1 to <see cref="LongestWord"/>.</summary>
    public abstract bool Wants(WordShape shape, int length);

    public abstract void Look(in PiiSearch search, Word word);
}
