using System.Runtime.CompilerServices;

namespace AutoClaw.Core.Routing;

/// <summary>
/// How rare each word is in the training texts: a background frequency table by the word's hash. Immutable; a lookup is one byte read.
/// </summary>
internal sealed class WordFrequencies
{
    /// <summary>Slots of the table; a word's slot is the top of its mixed hash.</summary>
    public const int Length = 1 << Bits;

    /// <summary>Values that <see cref="Fill"/> writes.</summary>
    public const int Features = 8;

    private const int Bits = 16;
    private const float Units = 16f;
    private const byte Unseen = 255;

    private readonly byte[] _rarity;

    /// <param name="rarity">A byte a slot: sixteenths of the logarithm of rows per row with the word; 255 for words never seen.</param>
    public WordFrequencies(byte[] rarity)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rarity.Length, Length);
        _rarity = rarity;
    }

    public ReadOnlySpan<byte> Table => _rarity;

    public static ushort Slot(uint hash) => (ushort)(hash * 0x9E3779B1 >> (32 - Bits));

    /// <summary>What a word is worth that <paramref name="rowsWith"/> of <paramref name="rows"/> have. One row says no more than none.</summary>
    public static byte Rarity(int rowsWith, int rows) =>
        rowsWith < 2 ? Unseen : (byte)Math.Clamp(MathF.Log(rows / (float)rowsWith) * Units, 0f, 254f);

    /// <summary>
    /// Mean and largest rarity, shares of words rarer than four limits, share of distinct words, and their number; <see cref="Features"/>
    /// values.
    /// </summary>
    [SkipLocalsInit]
    public void Fill(ReadOnlySpan<ushort> words, Span<float> features)
    {
        Span<uint> seen = stackalloc uint[Length / 32];
        seen.Clear();
        int sum = 0, largest = 0, unseen = 0, rare = 0, seldom = 0, known = 0, distinct = 0;
        foreach (var word in words)
        {
            ref var bits = ref seen[word >> 5];
            distinct += (int)(~(bits >> (word & 31)) & 1);
            bits |= 1u << (word & 31);
            int rarity = _rarity[word];
            sum += rarity;
            largest = Math.Max(largest, rarity);
            unseen += rarity == Unseen ? 1 : 0;
            rare += rarity >= 7 * Units ? 1 : 0;
            seldom += rarity >= 5 * Units ? 1 : 0;
            known += rarity >= 3 * Units ? 1 : 0;
        }

        var perWord = 1f / Math.Max(1, words.Length);
        features[0] = sum * perWord / Units;
        features[1] = largest / Units;
        features[2] = unseen * perWord;
        features[3] = rare * perWord;
        features[4] = seldom * perWord;
        features[5] = known * perWord;
        features[6] = distinct * perWord;
        features[7] = StructuralFeatures.Log(distinct);
    }
}
