using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Core.Routing.Tuning;

/// <summary>
/// The two heads, fitted to the user's rows from a share of the running model's weights. What the rows never touch (slots they do not
/// have, genres they hardly have) stays as it was, so that other messages are scored as before. One thread, a fixed order: the same
/// rows and options give the same weights.
/// </summary>
internal sealed class TunedHeads
{
    private readonly RouterModel _running;
    private readonly IReadOnlyList<TuningRow> _rows;
    private readonly TuningOptions _options;
    private readonly SlotRarity _rarity;
    private readonly (float Local, float Cloud)[] _targets;
    private readonly (float Words, float Grams)[] _norms;
    private readonly GenreParts _genres;
    private readonly Dictionary<PromptFeatures, (float Local, float Cloud)> _trees = new(ReferenceEqualityComparer.Instance);
    private readonly float[] _startSlots = new float[2 * FeatureExtractor.SlotCount];
    private readonly float[] _startDense;
    private float[] _slots;
    private float[] _dense;

    /// <param name="running">Where it starts from.</param>
    /// <param name="rows">What it learns; at least one.</param>
    /// <param name="keep">Share of the running model's weights at the start, 0 to 1, where the rows have something to say.</param>
    /// <param name="options">How to fit.</param>
    public TunedHeads(RouterModel running, IReadOnlyList<TuningRow> rows, float keep, TuningOptions options)
    {
        _running = running;
        _rows = rows;
        _options = options;
        _rarity = new SlotRarity(running, rows);
        _targets = DomainMeans.Targets(rows, options);
        _norms = [.. rows.Select(r => (_rarity.Norm(r.Features.WordSlots), _rarity.Norm(r.Features.GramSlots)))];
        _startDense = [.. running.Parts.Linear.Dense];
        _genres = Genres(keep);
        StartSlots(keep);
        StartDense(keep);
        _slots = _startSlots;
        _dense = _startDense;
    }

    public void Fit()
    {
        var slots = new float[_startSlots.Length];
        var dense = new float[_startDense.Length];
        for (var fit = 0; fit < _options.Fits; fit++)
        {
            _slots = [.. _startSlots];
            _dense = [.. _startDense];
            FitOnce(new Random(_options.Seed + (1000 * fit)));
            Add(_slots, slots);
            Add(_dense, dense);
        }

        (_slots, _dense) = (slots, dense);
    }

    /// <summary>Expected quality gained by the cloud, as the model that <see cref="Quantise"/> makes scores it, but for its rounding.</summary>
    public float Score(PromptFeatures features)
    {
        var (local, cloud) = Logits(features, (_rarity.Norm(features.WordSlots), _rarity.Norm(features.GramSlots)));
        return RouterWeights.Sigmoid(local) - RouterWeights.Sigmoid(cloud);
    }

    /// <summary>
    /// The model: these heads, and the running model's other parts. The familiarity guard no longer watches genres that the rows taught.
    /// </summary>
    public RouterParts Parts() => _running.Parts with { Linear = Quantise(), Genres = _genres };

    /// <summary>The weights as a model keeps them: one byte a slot and head.</summary>
    private RouterWeights Quantise()
    {
        var slots = new byte[RouterWeights.SlotBytes * FeatureExtractor.SlotCount];
        for (var slot = 0; slot < FeatureExtractor.SlotCount; slot++)
        {
            slots[(RouterWeights.SlotBytes * slot) + 2] = RouterWeights.PackSquare(_rarity[slot]);
        }

        var local = QuantiseHead(slots, 0);
        var cloud = QuantiseHead(slots, 1);
        return new RouterWeights(slots, [.. _dense], local, cloud);
    }

    // The rows' rarities give texts another length than the running model's; this brings its weights to the new scale on average.
    private void StartSlots(float keep)
    {
        var runningRarity = SlotRarity.RunningOf(_running);
        double before = 0, now = 0;
        for (var i = 0; i < _rows.Count; i++)
        {
            before += SlotRarity.Norm(runningRarity, _rows[i].Features.GramSlots);
            now += _norms[i].Grams;
        }

        var scale = (float)(before / now);
        var weights = _running.Parts.Linear.Slots;
        for (var slot = 0; slot < FeatureExtractor.SlotCount; slot++)
        {
            var rarity = _rarity[slot];
            if (rarity > 0)
            {
                var share = (_rarity.IsSeen(slot) ? keep * scale : 1f) / rarity;
                _startSlots[2 * slot] = share * _running.Parts.Linear.LocalScale * (sbyte)weights[RouterWeights.SlotBytes * slot];
                _startSlots[(2 * slot) + 1] = share * _running.Parts.Linear.CloudScale * (sbyte)weights[(RouterWeights.SlotBytes * slot) + 1];
            }
        }
    }

    private bool Teaches(int genre) => _rows.Count(r => r.Features.Genre == genre) >= _options.FewestRowsOfGenre;

    private GenreParts Genres(float keep)
    {
        var running = _running.Parts.Genres;
        var genres = Enumerable.Range(0, Genre.Count).ToArray();
        return new GenreParts(
            [.. genres.Select(g => Teaches(g) ? keep * running.TreeShare(g) : running.TreeShare(g))],
            [.. genres.Select(g => running.IsGuarded(g) && !Teaches(g) ? 1f : 0f)]);
    }

    private void StartDense(float keep)
    {
        for (var genre = 0; genre < Genre.Count; genre++)
        {
            if (!Teaches(genre))
            {
                continue;
            }

            var weights = _startDense.AsSpan(RouterWeights.DenseAt(genre), 2 * StructuralFeatures.Count);
            foreach (ref var weight in weights)
            {
                weight *= keep;
            }
        }
    }

    private void FitOnce(Random random)
    {
        var weight = _rows.Count / _rows.Sum(r => r.Weight);
        var order = Enumerable.Range(0, _rows.Count).ToArray();
        for (var epoch = 0; epoch < _options.Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var i in order)
            {
                Step(i, weight * _rows[i].Weight / (1f + epoch));
            }
        }
    }

    private void Step(int row, float step)
    {
        var features = _rows[row].Features;
        var norms = _norms[row];
        var (local, cloud) = Logits(features, norms);
        var localStep = Error(_targets[row].Local, local) * step;
        var cloudStep = Error(_targets[row].Cloud, cloud) * step;
        Spread(features.WordSlots, localStep * _options.WordRate * norms.Words, cloudStep * _options.WordRate * norms.Words);
        Spread(features.GramSlots, localStep * _options.GramRate * norms.Grams, cloudStep * _options.GramRate * norms.Grams);
        var weights = _dense.AsSpan(RouterWeights.DenseAt(features.Genre));
        for (var i = 0; i < features.Dense.Length; i++)
        {
            weights[2 * i] += localStep * _options.DenseRate * features.Dense[i];
            weights[(2 * i) + 1] += cloudStep * _options.DenseRate * features.Dense[i];
        }
    }

    // An answer that nobody judged teaches its head nothing.
    private static float Error(float target, float logit) => float.IsNaN(target) ? 0f : target - RouterWeights.Sigmoid(logit);

    private (float Local, float Cloud) Logits(PromptFeatures features, (float Words, float Grams) norms)
    {
        var words = Sum(features.WordSlots);
        var grams = Sum(features.GramSlots);
        var (local, cloud) = Trees(features);
        local += (words.Local * norms.Words) + (grams.Local * norms.Grams);
        cloud += (words.Cloud * norms.Words) + (grams.Cloud * norms.Grams);
        var weights = _dense.AsSpan(RouterWeights.DenseAt(features.Genre));
        for (var i = 0; i < features.Dense.Length; i++)
        {
            local += features.Dense[i] * weights[2 * i];
            cloud += features.Dense[i] * weights[(2 * i) + 1];
        }

        return (local, cloud);
    }

    // Trees do not change in a fit, so their say in a row is found once.
    private (float Local, float Cloud) Trees(PromptFeatures features)
    {
        var share = _genres.TreeShare(features.Genre);
        if (share == 0f)
        {
            return default;
        }

        if (!_trees.TryGetValue(features, out var logits))
        {
            _trees[features] = logits = RunningScores.Trees(_running, features);
        }

        return (share * logits.Local, share * logits.Cloud);
    }

    private (float Local, float Cloud) Sum(ReadOnlySpan<int> slots)
    {
        float local = 0, cloud = 0;
        foreach (var slot in slots)
        {
            local += _rarity[slot] * _slots[2 * slot];
            cloud += _rarity[slot] * _slots[(2 * slot) + 1];
        }

        return (local, cloud);
    }

    private void Spread(ReadOnlySpan<int> slots, float local, float cloud)
    {
        foreach (var slot in slots)
        {
            _slots[2 * slot] += _rarity[slot] * local;
            _slots[(2 * slot) + 1] += _rarity[slot] * cloud;
        }
    }

    private void Add(float[] weights, float[] sum)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += weights[i] / _options.Fits;
        }
    }

    private float QuantiseHead(byte[] slots, int head)
    {
        var largest = 1e-6f;
        for (var slot = 0; slot < FeatureExtractor.SlotCount; slot++)
        {
            largest = Math.Max(largest, Math.Abs(_rarity[slot] * _slots[(2 * slot) + head]));
        }

        var scale = largest / 127f;
        for (var slot = 0; slot < FeatureExtractor.SlotCount; slot++)
        {
            slots[(RouterWeights.SlotBytes * slot) + head] = (byte)(sbyte)MathF.Round(_rarity[slot] * _slots[(2 * slot) + head] / scale);
        }

        return scale;
    }
}
