namespace AutoClaw.Core.Routing.Training;

/// <summary>
/// Two ridge logistic regressions on soft targets, fitted together over the whole batch. One thread and a fixed order of rows: the
/// same rows and options give the same weights.
/// </summary>
internal sealed class LogisticHeads
{
    // One vector for the optimiser: the interleaved table, then the interleaved structural weights.
    private const int TableLength = 2 * FeatureExtractor.SlotCount;

    private readonly float[] _weights = new float[TableLength + RouterWeights.DenseLength];
    private float[] _rarity = [];
    private (float Words, float Grams)[] _norms = [];
    private readonly FeatureMatrix _features;
    private readonly Target[] _targets;
    private readonly TrainingOptions _options;
    private readonly PairLevels _levels;

    /// <param name="features">The features of all rows.</param>
    /// <param name="targets">What each row of the fit teaches.</param>
    /// <param name="levels">What each row of the fit starts from.</param>
    /// <param name="options">How to fit.</param>
    public LogisticHeads(FeatureMatrix features, Target[] targets, PairLevels levels, TrainingOptions options)
    {
        _levels = levels;
        _features = features;
        _targets = targets;
        _options = options;
    }

    /// <param name="rows">Positions in the feature matrix; one for each target, in the same order.</param>
    public void Fit(int[] rows)
    {
        _rarity = Rarity.Of(_features, rows);
        _norms = rows.Select(r => (RouterWeights.Norm(Squares(_features.Words(r))), RouterWeights.Norm(Squares(_features.Grams(r))))).ToArray();
        var order = Enumerable.Range(0, rows.Length).Where(i => _targets[i].Weight > 0).ToArray();
        var sum = new float[_weights.Length];
        for (var fit = 0; fit < _options.Fits; fit++)
        {
            Array.Clear(_weights);
            Fit(rows, order, new Random(_options.Seed + (1000 * fit)));
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += _weights[i] / _options.Fits;
            }
        }

        sum.CopyTo(_weights, 0);
    }

    private void Fit(int[] rows, int[] order, Random random)
    {
        for (var epoch = 0; epoch < _options.Epochs; epoch++)
        {
            random.Shuffle(order);
            var step = 1f / (1f + epoch);
            foreach (var position in order)
            {
                Step(rows[position], position, step);
            }
        }
    }

    /// <summary>The weights as the model keeps them: one byte a slot and head, scaled to their <paramref name="share"/> of the logit.</summary>
    public RouterWeights Quantise(float share)
    {
        var slots = new byte[RouterWeights.SlotBytes * FeatureExtractor.SlotCount];
        for (var slot = 0; slot < FeatureExtractor.SlotCount; slot++)
        {
            slots[(RouterWeights.SlotBytes * slot) + 2] = RouterWeights.PackSquare(_rarity[slot]);
        }

        var local = QuantiseHead(slots, 0);
        var cloud = QuantiseHead(slots, 1);
        return new RouterWeights(slots, Dense(share), share * local, share * cloud);
    }

    private float[] Dense(float share)
    {
        var dense = _weights[TableLength..].Select(w => share * w).ToArray();
        for (var genre = 0; genre < Genre.Count; genre++)
        {
            // Value 0 is always 1. Length leans to the cloud in every collection, more than a fit on some of them finds.
            var lean = _targets.Any(t => t.Weight > 0) ? (float)_options.LengthLean[genre] : 0f;
            var at = RouterWeights.DenseAt(genre);
            dense[at] += (share * _levels.Overall.Local) - (lean * LengthCurve.OriginBits);
            dense[at + 1] += share * _levels.Overall.Cloud;
            dense[at + (2 * StructuralFeatures.LengthAt)] += lean * StructuralFeatures.LengthUnit;
        }

        return dense;
    }

    private float Squares(ReadOnlySpan<int> slots)
    {
        var sum = 0f;
        foreach (var slot in slots)
        {
            sum += _rarity[slot] * _rarity[slot];
        }

        return sum;
    }

    private void Step(int row, int position, float step)
    {
        var words = _features.Words(row);
        var grams = _features.Grams(row);
        var dense = _features.Dense(row);
        var target = _targets[position];
        var norms = _norms[position];
        var (localWords, cloudWords) = Sum(words);
        var (localGrams, cloudGrams) = Sum(grams);
        var (local, cloud) = _levels[position];
        local += (localWords * norms.Words) + (localGrams * norms.Grams);
        cloud += (cloudWords * norms.Words) + (cloudGrams * norms.Grams);
        var denseWeights = _weights.AsSpan(TableLength + RouterWeights.DenseAt(_features.Genre(row)));
        for (var i = 0; i < dense.Length; i++)
        {
            local += dense[i] * denseWeights[2 * i];
            cloud += dense[i] * denseWeights[(2 * i) + 1];
        }

        var localStep = (target.LocalFails - RouterWeights.Sigmoid(local)) * target.Weight * step;
        var cloudStep = (target.CloudFails - RouterWeights.Sigmoid(cloud)) * target.Weight * step;
        var problem = _features.Genre(row) == Genre.WordProblem;
        var wordRate = (float)(problem ? _options.ProblemWordRate : _options.WordRate) * norms.Words;
        var gramRate = (float)(problem ? _options.ProblemGramRate : _options.GramRate) * norms.Grams;
        var denseRate = (float)_options.DenseRate;
        Spread(words, localStep * wordRate, cloudStep * wordRate);
        Spread(grams, localStep * gramRate, cloudStep * gramRate);
        for (var i = 0; i < dense.Length; i++)
        {
            denseWeights[2 * i] += localStep * denseRate * dense[i];
            denseWeights[(2 * i) + 1] += cloudStep * denseRate * dense[i];
        }
    }

    private (float Local, float Cloud) Sum(ReadOnlySpan<int> slots)
    {
        float local = 0, cloud = 0;
        foreach (var slot in slots)
        {
            local += _rarity[slot] * _weights[2 * slot];
            cloud += _rarity[slot] * _weights[(2 * slot) + 1];
        }

        return (local, cloud);
    }

    private void Spread(ReadOnlySpan<int> slots, float local, float cloud)
    {
        foreach (var slot in slots)
        {
            _weights[2 * slot] += _rarity[slot] * local;
            _weights[(2 * slot) + 1] += _rarity[slot] * cloud;
        }
    }

    private float QuantiseHead(byte[] slots, int head)
    {
        var largest = 0f;
        for (var slot = 0; slot < FeatureExtractor.SlotCount; slot++)
        {
            largest = Math.Max(largest, Math.Abs(Effective(slot, head)));
        }

        var scale = Math.Max(largest, 1e-6f) / 127f;
        for (var slot = 0; slot < FeatureExtractor.SlotCount; slot++)
        {
            var value = (sbyte)Math.Clamp(MathF.Round(Effective(slot, head) / scale), -127f, 127f);
            slots[(RouterWeights.SlotBytes * slot) + head] = (byte)value;
        }

        return scale;
    }

    private float Effective(int slot, int head) => _rarity[slot] * _weights[(2 * slot) + head];
}
