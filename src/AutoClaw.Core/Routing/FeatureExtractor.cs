using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoClaw.Core.Routing;

/// <summary>
/// Turns a request into features: hashed word 1-2-grams, opening words and character 4-grams as table slots, structural values, and what
/// the trees read.
/// The trainer and the scorer call the same code, so they cannot drift apart. Allocates nothing; any bytes are welcome, valid UTF-8 or not.
/// </summary>
internal static unsafe class FeatureExtractor
{
    /// <summary>Slots of one table, as a power of two. Both heads share a slot, interleaved, so a feature touches one cache line.</summary>
    public const int SlotBits = 17;

    public const int SlotCount = 1 << SlotBits;

    /// <summary>Room for the slots of the longest clipped text: a gram a byte, and at most two words a byte pair, plus the opening.</summary>
    public const int MaxSlots = (2 * TextClip.MaxBytes) + 64;

    /// <summary>Room for the words of the longest clipped text: at most one every two bytes, and the last.</summary>
    public const int MaxWords = (TextClip.MaxBytes / 2) + 1;

    private const int LongWord = 8;
    private const int OpeningWords = 3;
    private const uint WordSeed = 0x811C9DC5;
    private const uint WordPrime = 0x01000193;
    private const uint Mix = 0x9E3779B1;
    private const uint GenreMix = 0xC2B2AE35;
    private const uint GramMix = 0x85EBCA6B;

    /// <summary>Fills <paramref name="target"/>, all but what depends on a model's training texts.</summary>
    [SkipLocalsInit]
    public static FeatureCounts Extract(in RouterInput input, in FeatureSpans target)
    {
        target.CheckSizes();

        // Both have room for the closing spaces, which end the last word and pad the last gram.
        var raw = stackalloc byte[TextClip.MaxBytes + 8];
        var folded = stackalloc byte[TextClip.MaxBytes + 16];
        var length = TextClip.Copy(input.Text, new Span<byte>(raw, TextClip.MaxBytes));
        Unsafe.WriteUnaligned(raw + length, 0x2020202020202020UL);

        TextStatistics statistics = default;
        fixed (int* slots = target.Slots)
        fixed (ushort* ids = target.Words)
        {
            var words = Words(raw, length, folded, slots, ids, ref statistics, out var foldedLength, out var idCount);
            var seen = stackalloc uint[SlotCount / 32];
            Unsafe.InitBlock(seen, 0, SlotCount / 8);
            var genre = Genre.Of(statistics);
            words = Distinct(slots, words, seen, (int)((uint)genre * GenreMix >> (32 - SlotBits)));
            var grams = Grams(folded, foldedLength, slots + words, seen, (uint)genre * GenreMix);
            StructuralFeatures.Fill(input, statistics, target.Dense);
            TreeFeatures.Fill(target.Dense, TextShape.Of(new ReadOnlySpan<byte>(raw, length)), target.Trees);
            return new FeatureCounts(words, grams, genre, idCount);
        }
    }

    /// <summary>The hash of a word whose letters are folded already; the same as the extractor's own.</summary>
    public static uint HashWord(ReadOnlySpan<byte> folded)
    {
        var hash = WordSeed;
        foreach (var b in folded)
        {
            hash = (hash ^ b) * WordPrime;
        }

        return hash;
    }

    private static int Words(byte* raw, int length, byte* folded, int* slots, ushort* ids, ref TextStatistics s, out int foldedLength, out int idCount)
    {
        ref var fold = ref MemoryMarshal.GetReference(ByteClass.Fold);
        ref var isWord = ref MemoryMarshal.GetReference(ByteClass.Word);
        ref var countsA = ref MemoryMarshal.GetReference(ByteClass.CountsA);
        ref var countsB = ref MemoryMarshal.GetReference(ByteClass.CountsB);

        s.Bytes = length;
        var count = 0;
        idCount = 0;
        var hash = WordSeed;
        var previous = WordSeed;
        var wordStart = -1;
        var output = 0;
        folded[output++] = (byte)' ';
        ulong a = 0, b = 0;
        var spillAt = ByteClass.SpillEvery;

        // One past the end: the closing space ends the last word.
        for (var i = 0; i <= length; i++)
        {
            if (i == spillAt)
            {
                s.Spill(a, b);
                a = b = 0;
                spillAt += ByteClass.SpillEvery;
            }

            nuint at = raw[i];
            var low = Unsafe.Add(ref fold, at);
            a += Unsafe.Add(ref countsA, at);
            b += Unsafe.Add(ref countsB, at);

            if (Unsafe.Add(ref isWord, at) != 0)
            {
                wordStart = wordStart < 0 ? i : wordStart;
                hash = (hash ^ low) * WordPrime;
                folded[output++] = low;
                continue;
            }

            if (wordStart >= 0)
            {
                var size = i - wordStart;
                s.WordBytes += size;
                s.LongWords += size >= LongWord ? 1 : 0;
                var number = raw[wordStart] is >= (byte)'0' and <= (byte)'9' ? 1 : 0;
                s.Numbers += number;

                // Written always and kept if it is no number: which it is can't be predicted.
                ids[idCount] = WordFrequencies.Slot(hash);
                idCount += 1 - number;
                s.WordClasses[Lexicon.Class(hash)]++;
                slots[count++] = Slot(hash * Mix);
                slots[count++] = Slot(((previous * 31) ^ hash) * Mix);
                if (s.Words < OpeningWords)
                {
                    slots[count++] = Slot((hash + 0x5BD1E995u + (uint)s.Words) * Mix);
                }

                s.Words++;
                previous = hash;
                hash = WordSeed;
                wordStart = -1;
            }

            // Runs of white space count as one, or indentation would drown the words.
            if (low != ' ' || folded[output - 1] != ' ')
            {
                folded[output++] = low;
            }

            if (at == '\n' || (at == '`' && raw[i + 1] == '`') || (at == '_' && raw[i + 1] == '_'))
            {
                Line(raw + i, ref s);
            }
        }

        s.Spill(a, b);
        foldedLength = output;
        return count;
    }

    /// <summary>Looks at what follows a line break, and at fences and fill-in blanks. The closing spaces make reading ahead safe.</summary>
    private static void Line(byte* at, ref TextStatistics s)
    {
        if (*at == '`')
        {
            s.Fences += at[2] == '`' ? 1 : 0;
            return;
        }

        if (*at == '_')
        {
            s.Blanks++;
            return;
        }

        var next = at[1] == '(' ? at + 2 : at + 1;
        if (*next is >= (byte)'A' and <= (byte)'J' && next[1] is (byte)'.' or (byte)')' or (byte)':')
        {
            s.OptionLines++;
        }
        else if (*next is (byte)'\t' || (*next == ' ' && next[1] == ' '))
        {
            s.IndentedLines++;
        }
        else if (*next is (byte)'-' or (byte)'*' || (*next is >= (byte)'0' and <= (byte)'9' && next[1] is (byte)'.' or (byte)')'))
        {
            s.BulletLines++;
        }
    }

    /// <summary>Keeps the first of each slot. What counts is that a word is there: how often says more about length than about subject.</summary>
    private static int Distinct(int* slots, int count, uint* seen, int salt)
    {
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            var slot = slots[i] ^ salt;
            slots[kept] = slot;
            kept += FirstTime(slot, seen);
        }

        return kept;
    }

    private static int Grams(byte* folded, int length, int* slots, uint* seen, uint salt)
    {
        var kept = 0;
        for (var i = 0; i < length - 3; i++)
        {
            var slot = Slot((Unsafe.ReadUnaligned<uint>(folded + i) + salt) * GramMix);
            slots[kept] = slot;
            kept += FirstTime(slot, seen);
        }

        return kept;
    }

    /// <summary>1 when a slot comes for the first time, 0 after. No branch: which it is can't be predicted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FirstTime(int slot, uint* seen)
    {
        var word = seen[slot >> 5];
        seen[slot >> 5] = word | (1u << slot);
        return (int)(~(word >> slot) & 1);
    }

    private static int Slot(uint mixed) => (int)(mixed >> (32 - SlotBits));
}
