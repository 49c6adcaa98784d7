namespace AutoClaw.Core.Routing.Training;

/// <summary>
/// How many other models get a question right, over all rows of its key, and what that says about a source's pair: the expected
/// failure of either model at that difficulty. Dozens of models tell more about a question than the pair's own two coin tosses.
/// </summary>
internal sealed class KeyDifficulty
{
    private const int Steps = 40;
    private const double Width = 0.06;
    private const int FewestModels = 15;

    private readonly IReadOnlyList<TrainingRow> _rows;
    private readonly double?[] _ease;
    private readonly Dictionary<string, (double Local, double Cloud)[]> _curves;

    public KeyDifficulty(IReadOnlyList<TrainingRow> rows)
    {
        _rows = rows;
        var byKey = rows.Where(r => r.HasOutcome).GroupBy(r => r.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        _ease = rows.Select(r => r.HasOutcome ? Ease(r, byKey[r.Key]) : null).ToArray();
        _curves = Enumerable.Range(0, rows.Count).Where(i => _ease[i] is not null)
            .GroupBy(i => rows[i].Source, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => Curve(g.ToArray()), StringComparer.Ordinal);
    }

    /// <summary>Expected failures of a row's pair at its question's difficulty; null where too few other models answered it.</summary>
    public (double Local, double Cloud)? Expected(int row) =>
        _ease[row] is { } ease ? _curves[_rows[row].Source][(int)Math.Round(ease * Steps)] : null;

    private static double? Ease(TrainingRow row, TrainingRow[] sameKey)
    {
        double sum = 0;
        var count = 0;
        foreach (var other in sameKey)
        {
            foreach (var (model, score) in other.Models)
            {
                // The row's own outcome is what shall be smoothed: it may not explain itself.
                var own = ReferenceEquals(other, row) && (model == row.WeakModel || model == row.StrongModel);
                if (!own && score is >= 0 and <= 1)
                {
                    sum += score;
                    count++;
                }
            }
        }

        return count < FewestModels ? null : sum / count;
    }

    private (double Local, double Cloud)[] Curve(int[] rows)
    {
        var curve = new (double Local, double Cloud)[Steps + 1];
        for (var step = 0; step <= Steps; step++)
        {
            double local = 0, cloud = 0, weight = 0;
            foreach (var row in rows)
            {
                var distance = (_ease[row]!.Value - (step / (double)Steps)) / Width;
                var w = Math.Exp(-0.5 * distance * distance) + 1e-9;
                local += w * (1 - _rows[row].WeakScore!.Value);
                cloud += w * (1 - _rows[row].StrongScore!.Value);
                weight += w;
            }

            curve[step] = (local / weight, cloud / weight);
        }

        return curve;
    }
}
