namespace AutoClaw.Core.Routing.Training;

/// <summary>
/// Resamples keys, not rows, with replacement: rows of one key are one question, and counting them apart would make the intervals too
/// narrow. All curves see the same resamples.
/// </summary>
internal sealed class Bootstrap(int resamples, int seed)
{
    private const double Tail = 0.025;

    /// <summary>Null where the strong model is not the better one on the rows as they are.</summary>
    public MeasuredMetrics[]? Measure(RoutingCurve[] curves, string[] keys)
    {
        var values = curves.Select(c => c.Measure()).ToArray();
        if (values.Any(v => v is null))
        {
            return null;
        }

        var samples = curves.Select(_ => new List<double[]>()).ToArray();
        var rowsOfKey = Enumerable.Range(0, keys.Length).GroupBy(i => keys[i], StringComparer.Ordinal).Select(g => g.ToArray()).ToArray();
        var random = new Random(seed);
        var counts = new int[keys.Length];
        for (var sample = 0; sample < resamples; sample++)
        {
            Array.Clear(counts);
            for (var draw = 0; draw < rowsOfKey.Length; draw++)
            {
                foreach (var row in rowsOfKey[random.Next(rowsOfKey.Length)])
                {
                    counts[row]++;
                }
            }

            for (var c = 0; c < curves.Length; c++)
            {
                if (curves[c].Measure(counts) is { } metrics)
                {
                    samples[c].Add(metrics.ToArray());
                }
            }
        }

        return values.Select((v, c) => new MeasuredMetrics(v!, Percentile(samples[c], Tail, v!), Percentile(samples[c], 1 - Tail, v!))).ToArray();
    }

    private static RoutingMetrics Percentile(List<double[]> samples, double p, RoutingMetrics ifNone)
    {
        if (samples.Count == 0)
        {
            return ifNone;
        }

        var result = new double[samples[0].Length];
        for (var metric = 0; metric < result.Length; metric++)
        {
            var sorted = samples.Select(s => s[metric]).Order().ToArray();
            result[metric] = sorted[(int)Math.Round(p * (sorted.Length - 1))];
        }

        return RoutingMetrics.FromArray(result);
    }
}
