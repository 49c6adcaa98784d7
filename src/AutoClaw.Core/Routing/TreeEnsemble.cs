namespace AutoClaw.Core.Routing;

/// <summary>
/// Boosted trees of one depth, as flat arrays: no node objects, no branches but the comparison. A node sends a row right when its value
/// is at or above the threshold; a node without a split has the threshold infinity.
/// </summary>
internal sealed class TreeEnsemble
{
    public const int Depth = 6;
    public const int Nodes = (1 << Depth) - 1;
    public const int Leaves = 1 << Depth;

    private readonly byte[] _features;
    private readonly float[] _thresholds;
    private readonly float[] _leaves;

    /// <param name="start">The sum before the first tree.</param>
    /// <param name="features"><see cref="Nodes"/> a tree, level by level: position in <see cref="TreeFeatures"/>.</param>
    /// <param name="thresholds"><see cref="Nodes"/> a tree.</param>
    /// <param name="leaves"><see cref="Leaves"/> a tree, left to right: logits.</param>
    /// <exception cref="ArgumentException">The arrays do not fit together or name features that do not exist.</exception>
    public TreeEnsemble(float start, byte[] features, float[] thresholds, float[] leaves)
    {
        var trees = leaves.Length / Leaves;
        var fits = leaves.Length == trees * Leaves && features.Length == trees * Nodes && thresholds.Length == trees * Nodes;
        if (!fits || features.Any(f => f >= TreeFeatures.Count) || thresholds.Any(float.IsNaN) || !leaves.All(float.IsFinite) || !float.IsFinite(start))
        {
            throw new ArgumentException("The trees' arrays do not fit together.", nameof(features));
        }

        Start = start;
        (_features, _thresholds, _leaves) = (features, thresholds, leaves);
    }

    public static TreeEnsemble Empty { get; } = new(0f, [], [], []);

    public float Start { get; }

    public ReadOnlySpan<byte> Features => _features;

    public ReadOnlySpan<float> Thresholds => _thresholds;

    public ReadOnlySpan<float> LeafValues => _leaves;

    /// <summary>The logit of one row of <see cref="TreeFeatures"/>.</summary>
    public unsafe float Logit(ReadOnlySpan<float> row)
    {
        var sum = Start;
        fixed (byte* features = _features)
        fixed (float* thresholds = _thresholds, leaves = _leaves, x = row)
        {
            var trees = _leaves.Length / Leaves;
            var tree = 0;

            // A step down waits for the one before; four trees at once wait for four together.
            for (; tree + 3 < trees; tree += 4)
            {
                var feature = features + (tree * Nodes);
                var threshold = thresholds + (tree * Nodes);
                int a = 0, b = Nodes, c = 2 * Nodes, d = 3 * Nodes;
                for (var level = 0; level < Depth; level++)
                {
                    a = (2 * a) + 1 + (x[feature[a]] >= threshold[a] ? 1 : 0);
                    b = (2 * b) + 1 - Nodes + (x[feature[b]] >= threshold[b] ? 1 : 0);
                    c = (2 * c) + 1 - (2 * Nodes) + (x[feature[c]] >= threshold[c] ? 1 : 0);
                    d = (2 * d) + 1 - (3 * Nodes) + (x[feature[d]] >= threshold[d] ? 1 : 0);
                }

                var leaf = leaves + (tree * Leaves);
                sum += leaf[a - Nodes];
                sum += leaf[Leaves + b - (2 * Nodes)];
                sum += leaf[(2 * Leaves) + c - (3 * Nodes)];
                sum += leaf[(3 * Leaves) + d - (4 * Nodes)];
            }

            for (; tree < trees; tree++)
            {
                var feature = features + (tree * Nodes);
                var threshold = thresholds + (tree * Nodes);
                var node = 0;
                for (var level = 0; level < Depth; level++)
                {
                    node = (2 * node) + 1 + (x[feature[node]] >= threshold[node] ? 1 : 0);
                }

                sum += leaves[(tree * Leaves) + node - Nodes];
            }
        }

        return sum;
    }
}
