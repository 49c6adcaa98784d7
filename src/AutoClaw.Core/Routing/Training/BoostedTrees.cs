namespace AutoClaw.Core.Routing.Training;

/// <summary>
/// Gradient-boosted trees on the logistic loss with soft targets (Friedman 2001; second-order leaves and gains as in XGBoost, Chen and
/// Guestrin 2016), grown level by level on histograms. Written here because a tree is then what the model file holds, the same on every
/// machine, and tuning needs no native library. One thread and a seeded draw: the same rows give the same trees.
/// </summary>
internal sealed class BoostedTrees
{
    private const int MaxBins = TreeMatrix.MaxBins;

    private readonly TreeMatrix _matrix;
    private readonly float[] _target;
    private readonly float[] _weight;
    private readonly float[] _logit;
    private readonly float[] _gradient;
    private readonly float[] _hessian;
    private readonly byte[] _node;
    private readonly TrainingOptions _options;

    /// <param name="matrix">The rows.</param>
    /// <param name="target">Wanted probability of each row.</param>
    /// <param name="weight">Weight of each row; 0 leaves it out.</param>
    /// <param name="start">Logit that each row starts from; kept.</param>
    /// <param name="options">How to grow.</param>
    public BoostedTrees(TreeMatrix matrix, float[] target, float[] weight, float[] start, TrainingOptions options)
    {
        (_matrix, _target, _weight, _logit, _options) = (matrix, target, weight, start, options);
        _gradient = new float[matrix.Rows];
        _hessian = new float[matrix.Rows];
        _node = new byte[matrix.Rows];
    }

    /// <param name="start">What the ensemble starts from where a row's own start is not known.</param>
    public TreeEnsemble Fit(float start)
    {
        var features = new byte[_options.Trees * TreeEnsemble.Nodes];
        var thresholds = new float[_options.Trees * TreeEnsemble.Nodes];
        var leaves = new float[_options.Trees * TreeEnsemble.Leaves];
        var random = new Random(_options.Seed);
        for (var tree = 0; tree < _options.Trees; tree++)
        {
            Differentiate();
            var rows = Draw(_matrix.Rows, _options.TreeRowShare, random).Where(i => _weight[i] > 0).ToArray();
            var columns = Draw(TreeFeatures.Count, _options.TreeFeatureShare, random);
            var nodes = tree * TreeEnsemble.Nodes;
            Array.Clear(_node);
            for (var level = 0; level < TreeEnsemble.Depth; level++)
            {
                Grow(Split(rows, columns, 1 << level), features.AsSpan(nodes + (1 << level) - 1), thresholds.AsSpan(nodes + (1 << level) - 1));
            }

            Settle(rows, leaves.AsSpan(tree * TreeEnsemble.Leaves, TreeEnsemble.Leaves));
        }

        return new TreeEnsemble(start, features, thresholds, leaves);
    }

    private static int[] Draw(int count, double share, Random random) => Enumerable.Range(0, count).Where(_ => random.NextDouble() < share).ToArray();

    private void Differentiate()
    {
        for (var i = 0; i < _logit.Length; i++)
        {
            var p = RouterWeights.Sigmoid(_logit[i]);
            _gradient[i] = (_target[i] - p) * _weight[i];
            _hessian[i] = MathF.Max(p * (1 - p), 1e-3f) * _weight[i];
        }
    }

    /// <summary>The best split of each node of a level.</summary>
    private TreeSplit[] Split(int[] rows, int[] columns, int width)
    {
        var best = new TreeSplit[width];
        var histogram = new TreeBin[width * MaxBins];
        foreach (var column in columns)
        {
            var bins = _matrix.Bins[column];
            var count = _matrix.Cuts[column].Length + 1;
            if (count < 2)
            {
                continue;
            }

            Array.Clear(histogram);
            foreach (var i in rows)
            {
                ref var bin = ref histogram[(_node[i] * MaxBins) + bins[i]];
                bin.Gradient += _gradient[i];
                bin.Hessian += _hessian[i];
                bin.Rows++;
            }

            for (var node = 0; node < width; node++)
            {
                Improve(ref best[node], column, histogram.AsSpan(node * MaxBins, count));
            }
        }

        return best;
    }

    private void Improve(ref TreeSplit best, int column, ReadOnlySpan<TreeBin> bins)
    {
        TreeBin all = default;
        foreach (var bin in bins)
        {
            all.Add(bin);
        }

        TreeBin left = default;
        for (var k = 0; k < bins.Length - 1; k++)
        {
            left.Add(bins[k]);
            if (left.Rows < _options.TreeLeafRows || all.Rows - left.Rows < _options.TreeLeafRows)
            {
                continue;
            }

            var gain = left.Worth(_options.TreePull) + all.Less(left).Worth(_options.TreePull) - all.Worth(_options.TreePull);

            // A hair more than the best, so that rounding does not decide between equals.
            if (gain > best.Gain + 1e-9)
            {
                best = new TreeSplit(gain, column, k + 1);
            }
        }
    }

    private void Grow(TreeSplit[] splits, Span<byte> features, Span<float> thresholds)
    {
        for (var node = 0; node < splits.Length; node++)
        {
            var split = splits[node];
            features[node] = (byte)split.Column;
            thresholds[node] = split.Bin == 0 ? float.PositiveInfinity : _matrix.Cuts[split.Column][split.Bin - 1];
        }

        for (var i = 0; i < _node.Length; i++)
        {
            var split = splits[_node[i]];
            _node[i] = (byte)((2 * _node[i]) + (split.Bin > 0 && _matrix.Bins[split.Column][i] >= split.Bin ? 1 : 0));
        }
    }

    private void Settle(int[] rows, Span<float> leaves)
    {
        Span<TreeBin> sums = stackalloc TreeBin[TreeEnsemble.Leaves];
        foreach (var i in rows)
        {
            sums[_node[i]].Add(new TreeBin { Gradient = _gradient[i], Hessian = _hessian[i], Rows = 1 });
        }

        for (var leaf = 0; leaf < leaves.Length; leaf++)
        {
            leaves[leaf] = (float)(_options.TreeRate * sums[leaf].Gradient / (sums[leaf].Hessian + _options.TreePull));
        }

        for (var i = 0; i < _logit.Length; i++)
        {
            _logit[i] += leaves[_node[i]];
        }
    }
}
