using System.Text;
using System.Text.Json;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Core.Routing.Tuning;

/// <summary>
/// Fits a model to the user's rows and measures it honestly: every row is scored by a fit that saw no row of its key's fold, and how
/// much of the running model a fit keeps is chosen for each fold on the other folds. Deterministic for a seed.
/// </summary>
/// <param name="running">The model in use: where fits start, and what the result must beat.</param>
/// <param name="rows">The labels; any number.</param>
/// <param name="options">How to tune.</param>
public sealed class Tuner(RouterModel running, IReadOnlyList<TuningRow> rows, TuningOptions options)
{
    private readonly int[] _folds = [.. rows.Select(r => Dataset.Fold(r.Key, options.Folds, options.Seed))];
    private readonly int[] _pairs = [.. Enumerable.Range(0, rows.Count).Where(i => rows[i].IsPair)];

    /// <summary>Takes seconds for a thousand labels; <paramref name="progress"/> hears of each step.</summary>
    public TuningResult Run(Action<string>? progress = null)
    {
        var scores = options.Keeps.Select(keep => OutOfFold(keep, progress)).ToArray();
        var ranks = scores.Select(Ranks).ToArray();
        var tuned = new float[rows.Count];
        var tunedRanks = new float[rows.Count];
        for (var fold = 0; fold < options.Folds; fold++)
        {
            // Chosen on the other folds: a choice that saw the fold's own outcomes would flatter it.
            var choice = Best(ranks, _pairs.Where(i => _folds[i] != fold).ToArray());
            for (var i = 0; i < rows.Count; i++)
            {
                (tuned[i], tunedRanks[i]) = _folds[i] == fold ? (scores[choice][i], ranks[choice][i]) : (tuned[i], tunedRanks[i]);
            }
        }

        var before = rows.Select(r => RunningScores.Of(running, r.Features)).ToArray();
        var verdict = new PromotionTest(_pairs.Select(i => rows[i]).ToArray(), options).Run(
            _pairs.Select(i => tunedRanks[i]).ToArray(), _pairs.Select(i => before[i]).ToArray());
        if (!verdict.Promoted)
        {
            return new TuningResult(null, verdict);
        }

        var kept = options.Keeps[Best(ranks, _pairs)];
        progress?.Invoke($"fitting all {rows.Count} labels, keeping {kept:0.##} of the running model");
        var heads = new TunedHeads(running, rows, kept, options);
        heads.Fit();
        var calibration = TunedCalibration.Make(running, rows, tuned, before);
        return new TuningResult(new RouterModel(heads.Parts(), calibration, Describe(kept, verdict)), verdict);
    }

    private float[] OutOfFold(float keep, Action<string>? progress)
    {
        var scores = new float[rows.Count];

        // Each fold is one thread's alone, so running two at once changes nothing in the result.
        Parallel.For(0, options.Folds, fold =>
        {
            var heads = new TunedHeads(running, rows.Where((_, i) => _folds[i] != fold).ToArray(), keep, options);
            heads.Fit();
            for (var i = 0; i < scores.Length; i++)
            {
                if (_folds[i] == fold)
                {
                    scores[i] = heads.Score(rows[i].Features);
                }
            }
        });
        progress?.Invoke($"scored {rows.Count} labels out of fold, keeping {keep:0.##} of the running model");
        return scores;
    }

    // Fits of different folds have different levels, and a level is high where the fold left out is low: pooled as they are, the scores
    // would seem worse than they are. Ranks within a fold have no level.
    private float[] Ranks(float[] scores)
    {
        var ranks = new float[rows.Count];
        foreach (var fold in _pairs.GroupBy(i => _folds[i]))
        {
            var order = fold.OrderBy(i => scores[i]).ToArray();
            for (var place = 0; place < order.Length; place++)
            {
                ranks[order[place]] = place > 0 && scores[order[place]] == scores[order[place - 1]]
                    ? ranks[order[place - 1]]
                    : place / (float)order.Length;
            }
        }

        return ranks;
    }

    private int Best(float[][] scores, int[] pairs)
    {
        var judged = pairs.Select(i => rows[i]).ToArray();
        var apgr = scores.Select(s => PairCurve.Of(judged, pairs.Select(i => s[i]).ToArray()).Measure()?.Apgr ?? 0).ToArray();
        return Array.IndexOf(apgr, apgr.Max());
    }

    private string Describe(float kept, PromotionVerdict verdict)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("made_by", "tune");
            json.WriteNumber("seed", options.Seed);
            json.WriteNumber("labels", rows.Count);
            json.WriteNumber("pairs", verdict.Pairs);
            json.WriteNumber("kept", kept);
            json.WriteNumber("apgr_tuned", verdict.Tuned);
            json.WriteNumber("apgr_running", verdict.Running);
            json.WriteString("running", Convert.ToHexStringLower(System.IO.Hashing.XxHash64.Hash(running.ToFile())));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
