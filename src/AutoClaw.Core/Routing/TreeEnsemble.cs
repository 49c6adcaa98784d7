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
            for (var tree = 0; tree < trees; tree++)
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
