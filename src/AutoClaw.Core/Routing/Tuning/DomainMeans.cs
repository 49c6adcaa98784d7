namespace AutoClaw.Core.Routing.Tuning;

/// <summary>
/// Targets of a fit. One outcome is a coin toss, the mean of a domain nearly a probability: mixing it in lets the heads learn what
/// marks a domain before they learn the luck of single requests. Taken from the fit's own rows, so that no outcome crosses a fold.
/// </summary>
internal static class DomainMeans
{
    /// <returns>For each row P(local fails) and P(cloud fails); NaN where that answer was not judged.</returns>
    public static (float Local, float Cloud)[] Targets(IReadOnlyList<TuningRow> rows, TuningOptions options)
    {
        var local = Head(rows, static r => r.LocalScore, options);
        var cloud = Head(rows, static r => r.CloudScore, options);
        return [.. local.Zip(cloud)];
    }

    private static float[] Head(IReadOnlyList<TuningRow> rows, Func<TuningRow, float?> scoreOf, TuningOptions options)
    {
        var sums = new Dictionary<string, (double Fails, double Weight)>(StringComparer.Ordinal);
        double fails = 0, weight = 0;
        foreach (var row in rows)
        {
            if (scoreOf(row) is { } score)
            {
                var sum = sums.GetValueOrDefault(row.Domain);
                sums[row.Domain] = (sum.Fails + (row.Weight * (1 - score)), sum.Weight + row.Weight);
                fails += row.Weight * (1 - score);
                weight += row.Weight;
            }
        }

        // One domain has nothing to tell apart: its mean would only drown the outcomes.
        var share = sums.Count > 1 ? options.DomainShare : 0f;
        return rows.Select(row =>
        {
            if (scoreOf(row) is not { } score)
            {
                return float.NaN;
            }

            var sum = sums[row.Domain];
            var mean = (sum.Fails + (options.DomainPrior * fails / weight)) / (sum.Weight + options.DomainPrior);
            return (float)(((1 - share) * (1 - score)) + (share * mean));
        }).ToArray();
    }
}
