using System.Text;
using System.Text.Json;

namespace AutoClaw.Core.Routing.Training;

/// <summary>Trains router models. Deterministic: the same rows, options and build give the same bytes.</summary>
public sealed class RouterTrainer
{
    /// <summary>Most rows of a source without outcomes that the trees and the guard see.</summary>
    private const int LabelledRows = 2000;

    private readonly Dataset _data;
    private readonly TrainingOptions _options;
    private readonly FeatureMatrix _features;
    private readonly Target[] _targets;

    /// <param name="data">Rows with outcomes or difficulties. At least one of each fold must be usable.</param>
    /// <param name="options">How to train.</param>
    public RouterTrainer(Dataset data, TrainingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Folds, 2);
        _data = data;
        _options = options;
        _features = new FeatureMatrix(data.Rows);
        _targets = Targets.Make(data.Rows, options with { DomainShare = 0, KeyShare = 0 });
    }

    /// <summary>Rows that teach something.</summary>
    public int UsableRows => _targets.Count(t => t.Weight > 0);

    /// <summary>Trains on all rows; calibrates on out-of-fold scores of the same rows.</summary>
    public RouterModel Train(Action<string>? progress = null)
    {
        var scores = OutOfFoldScores(progress);
        progress?.Invoke("calibrating");
        var calibration = Calibrator.Make(_data.Rows, _targets, scores);
        progress?.Invoke($"training on all {UsableRows} rows");
        return new RouterModel(Fit(static _ => true), calibration, Describe());
    }

    /// <summary>The score of every row by a model that saw no row of its key's fold, in the rows' order.</summary>
    public float[] OutOfFoldScores(Action<string>? progress = null) =>
        OutOfFoldScores(FoldPlan.Make(Grouping.Key, _data.Rows, _options.Folds, _options.Seed), progress);

    /// <summary>
    /// The score of every row that a fold of <paramref name="plan"/> scores, by a model of that fold, in the rows' order; NaN for the
    /// others. Scores of different folds are compared as they are.
    /// </summary>
    public float[] OutOfFoldScores(FoldPlan plan, Action<string>? progress = null)
    {
        var scores = new float[_data.Rows.Count];
        Array.Fill(scores, float.NaN);
        var flat = new Calibration([1f, -1f], [0f, 1f], 0f);

        // Each fold is one thread's alone, so running two at once changes nothing in the result.
        Parallel.For(0, plan.Count, k =>
        {
            var model = new RouterModel(Fit(i => plan.Teaches(k, i)), flat, "{}");
            for (var i = 0; i < scores.Length; i++)
            {
                if (plan.Scores(k, i))
                {
                    scores[i] = model.Score(FeatureMatrix.InputOf(_data.Rows[i])).Score;
                }
            }

            // One at a time: who listens writes to a terminal or a string.
            lock (scores)
            {
                progress?.Invoke($"fold {k + 1} of {plan.Count} done");
            }
        });
        return scores;
    }

    private RouterParts Fit(Func<int, bool> include)
    {
        // Subject and model means are taken from the rows of this fit alone, or the other folds' outcomes would leak in.
        var all = Enumerable.Range(0, _data.Rows.Count).Where(include).ToArray();
        var rows = RowsAt(all);
        var targets = Targets.Make(rows, _options);
        var levels = new PairLevels(rows, targets);
        var heads = new LogisticHeads(_features, targets, levels, _options);
        heads.Fit(all);

        var thinned = Thin(all);
        var matrix = new TreeMatrix(_features, thinned);
        var (local, cloud) = Trees(matrix, RowsAt(thinned), levels);
        return new RouterParts(
            heads.Quantise(1f - GenreParts.TrainedShare), local, cloud, GenreParts.Trained, matrix.Frequencies,
            GuardFit.Make(matrix, RowsAt(thinned), _options.Seed), OutputLengthFit.Make(_features, all, rows));
    }

    private (TreeEnsemble Local, TreeEnsemble Cloud) Trees(TreeMatrix matrix, TrainingRow[] rows, PairLevels levels)
    {
        var targets = Targets.Make(rows, _options with { KeyShare = _options.TreeKeyShare, DomainShare = _options.TreeDomainShare });
        var weights = targets.Select(t => t.Weight).ToArray();
        var local = new BoostedTrees(
            matrix, targets.Select(t => t.LocalFails).ToArray(), weights, rows.Select(r => levels.Of(r).Local).ToArray(), _options);
        var cloud = new BoostedTrees(
            matrix, targets.Select(t => t.CloudFails).ToArray(), weights, rows.Select(r => levels.Of(r).Cloud).ToArray(), _options);
        return (local.Fit(levels.Overall.Local), cloud.Fit(levels.Overall.Cloud));
    }

    /// <summary>
    /// All rows with outcomes, and of a source without at most so many: bins and centres divide what is there, and tens of thousands of
    /// short intents would leave few for the rest.
    /// </summary>
    private int[] Thin(int[] positions)
    {
        var counts = positions.Where(i => !_data.Rows[i].HasOutcome).CountBy(i => _data.Rows[i].Source, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return positions.Where(i =>
        {
            var row = _data.Rows[i];
            if (row.HasOutcome)
            {
                return true;
            }

            var number = seen[row.Source] = seen.GetValueOrDefault(row.Source) + 1;
            return number % ((counts[row.Source] + LabelledRows - 1) / LabelledRows) == 0;
        }).ToArray();
    }

    private TrainingRow[] RowsAt(int[] positions) => positions.Select(i => _data.Rows[i]).ToArray();

    private string Describe()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("seed", _options.Seed);
            json.WriteString("strong_model", _options.Primary.Strong);
            json.WriteString("weak_model", _options.Primary.Weak);
            json.WriteNumber("folds", _options.Folds);
            json.WriteNumber("epochs", _options.Epochs);
            json.WriteNumber("word_rate", _options.WordRate);
            json.WriteNumber("gram_rate", _options.GramRate);
            json.WriteNumber("dense_rate", _options.DenseRate);
            json.WriteNumber("other_pair_weight", _options.OtherPairWeight);
            json.WriteNumber("label_weight", _options.LabelWeight);
            json.WriteNumber("key_share", _options.KeyShare);
            json.WriteNumber("domain_share", _options.DomainShare);
            json.WriteNumber("domain_prior", _options.DomainPrior);
            json.WriteNumber("trees", _options.Trees);
            json.WriteNumber("tree_rate", _options.TreeRate);
            json.WriteNumber("tree_pull", _options.TreePull);
            json.WriteNumber("tree_key_share", _options.TreeKeyShare);
            json.WriteNumber("tree_domain_share", _options.TreeDomainShare);
            json.WriteStartArray("length_lean");
            foreach (var lean in _options.LengthLean)
            {
                json.WriteNumberValue(lean);
            }

            json.WriteEndArray();
            json.WriteStartObject("rows");
            var counts = _data.Rows.Where((_, i) => _targets[i].Weight > 0).CountBy(r => r.Source);
            foreach (var (source, count) in counts.OrderBy(c => c.Key, StringComparer.Ordinal))
            {
                json.WriteNumber(source, count);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
