namespace AutoClaw.Core.Routing.Training;

/// <summary>Measures an order of rows per source and pooled, with bootstrap intervals. Deterministic for a seed.</summary>
public static class Evaluation
{
    /// <summary>The pool of all rows with outcomes.</summary>
    public const string Pooled = "pooled";

    /// <summary>The pool of the sources that share one harness, one pair and the beginning of their names.</summary>
    public const string ZeroEval = "zeroeval";

    /// <summary>Scores of another scale than 0 to 1 are judge marks of 1 to 10.</summary>
    private const double JudgeScale = 10;

    /// <param name="rows">The rows; those without outcomes get counts and the cloud share alone.</param>
    /// <param name="scores">One score a row, higher = cloud.</param>
    /// <param name="defaultThreshold">The model's default threshold; null if the scores have none.</param>
    /// <param name="resamples">Bootstrap resamples of keys; at least 1.</param>
    /// <param name="seed">Draws the resamples.</param>
    public static IReadOnlyList<SourceEvaluation> Run(
        IReadOnlyList<TrainingRow> rows, IReadOnlyList<float> scores, double? defaultThreshold, int resamples = 500, int seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Count, rows.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        var groups = Groups(rows);
        var scale = Scales(rows);
        var results = new SourceEvaluation[groups.Count];
        Parallel.For(0, groups.Count, g =>
        {
            var (source, indexes) = groups[g];
            var share = defaultThreshold is { } t && indexes.Length > 0
                ? indexes.Count(i => scores[i] >= t) / (double)indexes.Length
                : (double?)null;
            var measured = indexes.Where(i => rows[i].HasOutcome).ToArray();
            var outcomes = measured.Length == 0
                ? null
                : Measure(
                    measured.Select(i => rows[i]).ToArray(),
                    measured.Select(i => (double)scores[i]).ToArray(),
                    measured.Select(i => scale[rows[i].Source]).ToArray(),
                    new Bootstrap(resamples, seed));
            results[g] = new SourceEvaluation(source, indexes.Length, share, outcomes);
        });
        return results;
    }

    /// <summary>The curves of the sources and pools that have outcomes.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="scores">One score a row, higher = cloud.</param>
    /// <param name="steps">Shares between none and all; each curve has one value more.</param>
    public static IReadOnlyList<QualityCurves> Curves(IReadOnlyList<TrainingRow> rows, IReadOnlyList<float> scores, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Count, rows.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var scale = Scales(rows);
        var results = new List<QualityCurves>();
        foreach (var (source, indexes) in Groups(rows))
        {
            var measured = indexes.Where(i => rows[i].HasOutcome).ToArray();
            if (measured.Length > 0)
            {
                var curves = Order(
                    measured.Select(i => rows[i]).ToArray(),
                    measured.Select(i => (double)scores[i]).ToArray(),
                    measured.Select(i => scale[rows[i].Source]).ToArray()).Curves.Select(c => c.Sample(steps)).ToArray();
                results.Add(new QualityCurves(source, curves[0], curves[1], curves[2], curves[3]));
            }
        }

        return results;
    }

    private static List<(string Source, int[] Indexes)> Groups(IReadOnlyList<TrainingRow> rows)
    {
        var groups = Enumerable.Range(0, rows.Count).GroupBy(i => rows[i].Source, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (Source: g.Key, Indexes: g.ToArray())).ToList();
        var zeroEval = Enumerable.Range(0, rows.Count)
            .Where(i => rows[i].HasOutcome && rows[i].Source.StartsWith($"{ZeroEval}_", StringComparison.Ordinal)).ToArray();
        if (zeroEval.Length > 0)
        {
            groups.Add((ZeroEval, zeroEval));
        }

        groups.Add((Pooled, Enumerable.Range(0, rows.Count).Where(i => rows[i].HasOutcome).ToArray()));
        return groups;
    }

    private static Dictionary<string, double> Scales(IReadOnlyList<TrainingRow> rows) => rows.GroupBy(r => r.Source, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.Any(r => r.StrongScore > 1 || r.WeakScore > 1) ? JudgeScale : 1.0, StringComparer.Ordinal);

    private static OutcomeEvaluation Measure(TrainingRow[] rows, double[] scores, double[] scales, Bootstrap bootstrap)
    {
        var (curves, strong, weak) = Order(rows, scores, scales);
        var measured = bootstrap.Measure(curves, rows.Select(r => r.Key).ToArray());
        return new OutcomeEvaluation(
            strong.Average(),
            weak.Average(),
            measured?[0],
            measured is null ? null : new BaselineMetrics(measured[1], measured[2], measured[3]));
    }

    private static (RoutingCurve[] Curves, double[] Strong, double[] Weak) Order(TrainingRow[] rows, double[] scores, double[] scales)
    {
        var strong = rows.Select((r, i) => r.StrongScore!.Value / scales[i]).ToArray();
        var weak = rows.Select((r, i) => r.WeakScore!.Value / scales[i]).ToArray();
        double[][] orders =
        [
            scores,
            new double[rows.Length],
            rows.Select(r => (double)r.Prompt.Length).ToArray(),
            strong.Zip(weak, (s, w) => s - w).ToArray(),
        ];
        return (orders.Select(o => new RoutingCurve(o, strong, weak)).ToArray(), strong, weak);
    }
}
