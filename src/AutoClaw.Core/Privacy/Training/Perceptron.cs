using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using AutoClaw.Core.Privacy.Tagger;

namespace AutoClaw.Core.Privacy.Training;

/// <summary>
/// An averaged structured perceptron with a margin. In whole numbers throughout, so that every machine comes to the same weights.
/// </summary>
internal sealed class Perceptron(int margin)
{
    private readonly int[] _weights = new int[TagFeatures.SlotCount * TagLabel.Lanes];
    private readonly long[] _sums = new long[TagFeatures.SlotCount * TagLabel.Lanes];
    private readonly int[] _transitions = new int[TagLabel.Lanes * TagLabel.Lanes];
    private readonly long[] _transitionSums = new long[TagLabel.Lanes * TagLabel.Lanes];
    private long _steps = 1;
    private int[] _scores = [];
    private byte[] _origins = [];
    private byte[] _labels = [];

    /// <summary>Learns from one sequence; true if there was something to learn.</summary>
    public bool Learn(TagSequence sequence)
    {
        _steps++;
        Decode(sequence);
        if (_labels.AsSpan(0, sequence.Labels.Length).SequenceEqual(sequence.Labels))
        {
            return false;
        }

        var before = (Gold: 0, Said: 0);
        for (var i = 0; i < sequence.Labels.Length; i++)
        {
            int gold = sequence.Labels[i], said = _labels[i];
            if (gold != said)
            {
                foreach (var slot in sequence.Slots.AsSpan(i * TagFeatures.Count, TagFeatures.Count))
                {
                    Add(_weights, _sums, (slot * TagLabel.Lanes) + gold, 1);
                    Add(_weights, _sums, (slot * TagLabel.Lanes) + said, -1);
                }
            }

            if (gold != said || before.Gold != before.Said)
            {
                Add(_transitions, _transitionSums, (before.Gold * TagLabel.Lanes) + gold, 1);
                Add(_transitions, _transitionSums, (before.Said * TagLabel.Lanes) + said, -1);
            }

            before = (gold, said);
        }

        return true;
    }

    /// <summary>The mean of the weights over all steps and all of <paramref name="trained"/>, as small numbers.</summary>
    public static TagWeights Average(IReadOnlyList<Perceptron> trained)
    {
        var means = trained[0].Means(static p => p._weights, static p => p._sums);
        var transitionMeans = trained[0].Means(static p => p._transitions, static p => p._transitionSums);
        foreach (var other in trained.Skip(1))
        {
            AddTo(means, other.Means(static p => p._weights, static p => p._sums));
            AddTo(transitionMeans, other.Means(static p => p._transitions, static p => p._transitionSums));
        }

        // The largest few are cut off, so that the many small ones keep their differences.
        var sizes = means.Where(static m => m != 0).Select(Math.Abs).Order().ToArray();
        var top = sizes.Length == 0 ? 1 : Math.Max(sizes[(int)(0.9995 * (sizes.Length - 1))], 1e-9);
        var scale = sbyte.MaxValue / top;
        var slots = means.Select(m => (sbyte)Math.Clamp(Math.Round(m * scale), -sbyte.MaxValue, sbyte.MaxValue)).ToArray();
        var transitions = new short[TagWeights.TransitionsLength];
        for (var i = 0; i < transitions.Length; i++)
        {
            int from = i / TagLabel.Lanes, to = i % TagLabel.Lanes;
            transitions[i] = from < TagLabel.Count && to < TagLabel.Count && TagLabel.MayFollow(to, from)
                ? (short)Math.Clamp(Math.Round(transitionMeans[i] * scale), -TagWeights.MaxTransition, TagWeights.MaxTransition)
                : TagWeights.Forbidden;
        }

        return new TagWeights(slots, transitions);
    }

    private static void AddTo(double[] means, double[] more)
    {
        for (var i = 0; i < means.Length; i++)
        {
            means[i] += more[i];
        }
    }

    private double[] Means(Func<Perceptron, int[]> weights, Func<Perceptron, long[]> sums)
    {
        var (last, total) = (weights(this), sums(this));
        var means = new double[last.Length];
        for (var i = 0; i < means.Length; i++)
        {
            means[i] = last[i] - ((double)total[i] / _steps);
        }

        return means;
    }

    private void Add(int[] weights, long[] sums, int at, int change)
    {
        weights[at] += change;
        sums[at] += change * _steps;
    }

    /// <summary>The best labels while every wrong one is given <c>margin</c> for free.</summary>
    private void Decode(TagSequence sequence)
    {
        var count = sequence.Labels.Length;
        if (_labels.Length < count)
        {
            _labels = new byte[count];
            _origins = new byte[count * TagLabel.Lanes];
        }

        Span<int> before = stackalloc int[TagLabel.Lanes];
        Span<int> now = stackalloc int[TagLabel.Lanes];
        before.Fill(int.MinValue / 4);
        before[TagLabel.None] = 0;
        _scores = _scores.Length == TagLabel.Lanes ? _scores : new int[TagLabel.Lanes];
        for (var i = 0; i < count; i++)
        {
            Sum(sequence.Slots.AsSpan(i * TagFeatures.Count, TagFeatures.Count));
            for (var to = 0; to < TagLabel.Count; to++)
            {
                int best = int.MinValue, origin = 0;
                for (var from = TagLabel.GoesOn(to) ? to - 1 : 0; from < (TagLabel.GoesOn(to) ? to + 1 : TagLabel.Count); from++)
                {
                    var score = before[from] + _transitions[(from * TagLabel.Lanes) + to];
                    if (score > best)
                    {
                        best = score;
                        origin = from;
                    }
                }

                now[to] = Math.Max(best + _scores[to] + (to == sequence.Labels[i] ? 0 : margin), int.MinValue / 4);
                _origins[(i * TagLabel.Lanes) + to] = (byte)origin;
            }

            now.CopyTo(before);
        }

        var label = 0;
        for (var to = 1; to < TagLabel.Count; to++)
        {
            label = before[to] > before[label] ? to : label;
        }

        for (var i = count - 1; i >= 0; i--)
        {
            _labels[i] = (byte)label;
            label = _origins[(i * TagLabel.Lanes) + label];
        }
    }

    private void Sum(ReadOnlySpan<ushort> slots)
    {
        ref var table = ref MemoryMarshal.GetArrayDataReference(_weights);
        var low = Vector256<int>.Zero;
        var high = Vector256<int>.Zero;
        foreach (var slot in slots)
        {
            low += Vector256.LoadUnsafe(ref table, (nuint)slot * TagLabel.Lanes);
            high += Vector256.LoadUnsafe(ref table, ((nuint)slot * TagLabel.Lanes) + 8);
        }

        low.CopyTo(_scores);
        high.CopyTo(_scores, 8);
    }
}
