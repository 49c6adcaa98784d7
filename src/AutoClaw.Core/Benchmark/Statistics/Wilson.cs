namespace AutoClaw.Core.Benchmark.Statistics;

/// <summary>The interval of a share (Wilson, 1927): honest with few trials and next to 0 and 1, where others promise that nothing ever fails.</summary>
public static class Wilson
{
    /// <param name="hits">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">1 or more.</param>
    /// <param name="level">Such as 0.95.</param>
    public static Interval Of(int hits, int trials, double level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, trials);
        var z = Normal.Quantile(1 - ((1 - level) / 2));
        double n = trials;
        var p = hits / n;
        var scale = 1 + (z * z / n);
        var centre = (p + (z * z / (2 * n))) / scale;
        var half = z / scale * Math.Sqrt((p * (1 - p) / n) + (z * z / (4 * n * n)));
        return new Interval(p, hits == 0 ? 0 : centre - half, hits == trials ? 1 : centre + half);
    }
}
