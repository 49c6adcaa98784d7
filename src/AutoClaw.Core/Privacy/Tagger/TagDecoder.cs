using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoClaw.Core.Privacy.Tagger;

/// <summary>Finds the best sequence of labels (Viterbi), sixteen labels at a time in two vectors.</summary>
internal static class TagDecoder
{
    /// <summary>Sums the weights of each token and writes the best labels. False where all are <see cref="TagLabel.None"/>.</summary>
    public static bool Run(TagWeights weights, TagScratch scratch)
    {
        Score(weights.Slots, scratch);
        var count = scratch.Tokens.Count;
        var label = Forward(weights.Transitions, scratch.Emissions, scratch.Origins, count);
        var any = 0;
        for (var i = count - 1; i >= 0; i--)
        {
            scratch.Labels[i] = (byte)label;
            any |= label;
            label = scratch.Origins[(i * TagLabel.Lanes) + label];
        }

        return any != 0;
    }

    [SkipLocalsInit]
    private static void Score(sbyte[] weights, TagScratch scratch)
    {
        Span<ushort> slots = stackalloc ushort[TagFeatures.Count];
        ref var table = ref MemoryMarshal.GetArrayDataReference(weights);
        for (var i = 0; i < scratch.Tokens.Count; i++)
        {
            TagFeatures.Extract(scratch.Tokens, TokenBuffer.Pad + i, slots);
            var low = Vector128<short>.Zero;
            var high = Vector128<short>.Zero;
            foreach (var slot in slots)
            {
                // Every value of a slot number is within the table: see the check of its length.
                var (l, h) = Vector128.Widen(Vector128.LoadUnsafe(ref table, (nuint)slot * TagLabel.Lanes));
                low += l;
                high += h;
            }

            low.CopyTo(scratch.Emissions, i * TagLabel.Lanes);
            high.CopyTo(scratch.Emissions, (i * TagLabel.Lanes) + 8);
        }
    }

    /// <summary>The best last label.</summary>
    private static int Forward(short[] transitions, short[] emissions, short[] origins, int count)
    {
        var floor = Vector128.Create(TagWeights.Forbidden);

        // A text begins as if after a token that is nothing.
        Span<short> scores = stackalloc short[TagLabel.Lanes];
        scores.Fill(TagWeights.Forbidden);
        scores[TagLabel.None] = 0;
        for (var i = 0; i < count; i++)
        {
            var low = Vector128.Create(short.MinValue);
            var high = low;
            var lowFrom = Vector128<short>.Zero;
            var highFrom = Vector128<short>.Zero;
            for (var from = 0; from < TagLabel.Count; from++)
            {
                var origin = Vector128.Create((short)from);
                var score = Vector128.Create(scores[from]);
                var toLow = score + Vector128.Create(transitions, from * TagLabel.Lanes);
                var toHigh = score + Vector128.Create(transitions, (from * TagLabel.Lanes) + 8);
                lowFrom = Vector128.ConditionalSelect(Vector128.GreaterThan(toLow, low), origin, lowFrom);
                highFrom = Vector128.ConditionalSelect(Vector128.GreaterThan(toHigh, high), origin, highFrom);
                low = Vector128.Max(low, toLow);
                high = Vector128.Max(high, toHigh);
            }

            lowFrom.CopyTo(origins, i * TagLabel.Lanes);
            highFrom.CopyTo(origins, (i * TagLabel.Lanes) + 8);
            low += Vector128.Create(emissions, i * TagLabel.Lanes);
            high += Vector128.Create(emissions, (i * TagLabel.Lanes) + 8);

            // Kept relative to the best, so that sums stay within sixteen bits however long the text is.
            var best = Vector128.Create(Best(Vector128.Max(low, high)));
            Vector128.Max(low - best, floor).CopyTo(scores);
            Vector128.Max(high - best, floor).CopyTo(scores[8..]);
        }

        var last = TagLabel.None;
        for (var label = 1; label < TagLabel.Count; label++)
        {
            last = scores[label] > scores[last] ? label : last;
        }

        return last;
    }

    private static short Best(Vector128<short> values)
    {
        values = Vector128.Max(values, Vector128.Shuffle(values, Vector128.Create((short)4, 5, 6, 7, 0, 1, 2, 3)));
        values = Vector128.Max(values, Vector128.Shuffle(values, Vector128.Create((short)2, 3, 0, 1, 6, 7, 4, 5)));
        values = Vector128.Max(values, Vector128.Shuffle(values, Vector128.Create((short)1, 0, 3, 2, 5, 4, 7, 6)));
        return values[0];
    }
}
