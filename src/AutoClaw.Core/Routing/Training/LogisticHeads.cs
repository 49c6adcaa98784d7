namespace AutoClaw.Core.Routing.Training;

/// <summary>
/// Two ridge logistic regressions on soft targets, fitted together over the whole batch. One thread and a fixed order of rows: the
/// same rows and options give the same weights.
/// </summary>
internal sealed class LogisticHeads
{
    // One vector for the optimiser: the interleaved table, then the interleaved structural weights.
    private const int TableLength = 2 * FeatureExtractor.SlotCount;

    private readonly float[] _weights = new float[TableLength + (2 * StructuralFeatures.Count)];
    private float[] _rarity = [];
    private (float Words, float Grams)[] _norms = [];
    private readonly FeatureMatrix _features;
    private readonly Target[] _targets;
    private readonly TrainingOptions _options;

    public LogisticHeads(FeatureMatrix features, Target[] targets, TrainingOptions options)
    {
        _features = features;
        _targets = targets;
        _options = options;
    }

    /// <param name="rows">Positions in the feature matrix; one for each target, in the same order.</param>
    public void Fit(int[] rows)
    {
        _rarity = Rarity.Of(_features, rows);
        _norms = rows.Select(r => (RouterWeights.Norm(Squares(_features.Words(r))), RouterWeights.Norm(Squares(_features.Grams(r))))).ToArray();
        Lbfgs.Minimise((x, gradient) => Loss(rows, x, gradient), _weights, _options.Steps);
    }

    /// <summary>The weights as the model keeps them: one byte a slot and head.</summary>
    public RouterWeights Quantise()
    {
        var slots = new byte[RouterWeights.SlotBytes * FeatureExtractor.SlotCount];
        for (var slot = 0; slot < FeatureExtractor.SlotCount; slot++)
        {
            slots[(RouterWeights.SlotBytes * slot) + 2] = RouterWeights.PackSquare(_rarity[slot]);
        }

        var local = QuantiseHead(slots, 0);
        var cloud = QuantiseHead(slots, 1);
        var dense = _weights[TableLength..];
        HandSetWeights.Apply(dense);
        return new RouterWeights(slots, dense, local, cloud);
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

    private double Loss(int[] rows, float[] weights, float[] gradient)
    {
        var penalty = Penalise(weights, gradient);
        double loss = 0;
        var table = weights.AsSpan(0, TableLength);
        var denseWeights = weights.AsSpan(TableLength);
        var tableGradient = gradient.AsSpan(0, TableLength);
        var denseGradient = gradient.AsSpan(TableLength);
        for (var position = 0; position < rows.Length; position++)
        {
            var target = _targets[position];
            if (target.Weight <= 0)
            {
                continue;
            }

            var row = rows[position];
            var words = _features.Words(row);
            var grams = _features.Grams(row);
            var dense = _features.Dense(row);
            var wordNorm = _norms[position].Words;
            var gramNorm = _norms[position].Grams;
            var (localWords, cloudWords) = Sum(table, words);
            var (localGrams, cloudGrams) = Sum(table, grams);
            var local = (localWords * wordNorm) + (localGrams * gramNorm);
            var cloud = (cloudWords * wordNorm) + (cloudGrams * gramNorm);
            for (var i = 0; i < dense.Length; i++)
            {
                local += dense[i] * denseWeights[2 * i];
                cloud += dense[i] * denseWeights[(2 * i) + 1];
            }

            loss += target.Weight * (CrossEntropy(local, target.LocalFails) + CrossEntropy(cloud, target.CloudFails));
            var localError = (RouterWeights.Sigmoid(local) - target.LocalFails) * target.Weight;
            var cloudError = (RouterWeights.Sigmoid(cloud) - target.CloudFails) * target.Weight;
            Spread(tableGradient, words, localError * wordNorm, cloudError * wordNorm);
            Spread(tableGradient, grams, localError * gramNorm, cloudError * gramNorm);
            for (var i = 0; i < dense.Length; i++)
            {
                denseGradient[2 * i] += localError * dense[i];
                denseGradient[(2 * i) + 1] += cloudError * dense[i];
            }
        }

        return loss + penalty;
    }

    /// <summary>Writes the penalty's gradient over what was there, and gives back the penalty.</summary>
    private double Penalise(float[] weights, float[] gradient)
    {
        double penalty = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var strength = (float)(i < TableLength ? _options.TablePenalty : _options.DensePenalty);
            gradient[i] = strength * weights[i];
            penalty += 0.5 * gradient[i] * weights[i];
        }

        return penalty;
    }

    private (float Local, float Cloud) Sum(ReadOnlySpan<float> table, ReadOnlySpan<int> slots)
    {
        float local = 0, cloud = 0;
        foreach (var slot in slots)
        {
            local += _rarity[slot] * table[2 * slot];
            cloud += _rarity[slot] * table[(2 * slot) + 1];
        }

        return (local, cloud);
    }

    private void Spread(Span<float> gradient, ReadOnlySpan<int> slots, float local, float cloud)
    {
        foreach (var slot in slots)
        {
            gradient[2 * slot] += _rarity[slot] * local;
            gradient[(2 * slot) + 1] += _rarity[slot] * cloud;
        }
    }

    private static double CrossEntropy(float logit, float target) =>
        Math.Max(logit, 0) - (logit * target) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));

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
