namespace AutoClaw.Core.Verify.Training;

/// <summary>
/// Quality kept against cloud share when questions go to the cloud in falling order of a score. Questions of one score have no order among
/// themselves: between them the curve is a straight line, which is the expectation over all orders.
/// </summary>
internal sealed class CascadeCurve
{
    private readonly int[] _order;
    private readonly double[] _scores;
    private readonly double[] _strong;
    private readonly double[] _local;

    public CascadeCurve(double[] scores, double[] strong, double[] local)
    {
        _scores = scores;
        _strong = strong;
        _local = local;
        _order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i])];
    }

    /// <summary>Quality over all-cloud quality at each cloud share; null where the cloud answers nothing right.</summary>
    /// <param name="shares">Ascending, 0 to 1.</param>
    /// <param name="counts">How often each question counts; null: once.</param>
    public double[]? KeptAt(ReadOnlySpan<double> shares, int[]? counts = null)
    {
        if (Walk(counts) is not { } steps)
        {
            return null;
        }

        var kept = new double[shares.Length];
        var at = 0;
        for (var i = 0; i < shares.Length; i++)
        {
            while (at < steps.Count - 1 && steps[at + 1].Share < shares[i])
            {
                at++;
            }

            kept[i] = Between(steps[at], steps[Math.Min(at + 1, steps.Count - 1)], shares[i]);
        }

        return kept;
    }

    /// <summary>The least cloud share that keeps <paramref name="level"/> of all-cloud quality; null as in <see cref="KeptAt"/>.</summary>
    public double? ShareFor(double level, int[]? counts = null)
    {
        if (Walk(counts) is not { } steps)
        {
            return null;
        }

        var reached = steps.FindIndex(step => step.Kept >= level);
        if (reached <= 0)
        {
            return reached == 0 ? 0 : 1;
        }

        var (before, after) = (steps[reached - 1], steps[reached]);
        return before.Share + ((after.Share - before.Share) * (level - before.Kept) / (after.Kept - before.Kept));
    }

    private static double Between(Step from, Step to, double share) =>
        to.Share <= from.Share ? from.Kept : from.Kept + ((to.Kept - from.Kept) * Math.Clamp((share - from.Share) / (to.Share - from.Share), 0, 1));

    private List<Step>? Walk(int[]? counts)
    {
        double n = 0, strong = 0, quality = 0;
        for (var i = 0; i < _strong.Length; i++)
        {
            var count = counts?[i] ?? 1;
            n += count;
            strong += count * _strong[i];
            quality += count * _local[i];
        }

        if (strong <= 0)
        {
            return null;
        }

        var steps = new List<Step> { new(0, quality / strong) };
        double sent = 0;
        for (var i = 0; i < _order.Length; i++)
        {
            var row = _order[i];
            var count = counts?[row] ?? 1;
            sent += count;
            quality += count * (_strong[row] - _local[row]);
            if (i == _order.Length - 1 || _scores[row] != _scores[_order[i + 1]])
            {
                steps.Add(new Step(sent / n, quality / strong));
            }
        }

        return steps;
    }

    private readonly record struct Step(double Share, double Kept);
}
