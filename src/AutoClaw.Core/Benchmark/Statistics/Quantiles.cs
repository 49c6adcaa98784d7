namespace AutoClaw.Core.Benchmark.Statistics;

/// <summary>Quantiles of a sample, and whether it is large enough to name them.</summary>
public static class Quantiles
{
    /// <summary>
    /// Samples that must be expected beyond a percentile. With fewer the figure is about single answers: of 20 answers the p95 is simply
    /// the second slowest, and the next run has another one.
    /// </summary>
    public const int NeededBeyond = 5;

    /// <summary>
    /// The value below which the share <paramref name="q"/> lies, straight between neighbours (type 7 of Hyndman and Fan, 1996, which
    /// numpy, R and spreadsheets have as their default).
    /// </summary>
    /// <param name="sorted">Ascending, at least one.</param>
    /// <param name="q">0 to 1.</param>
    public static double Of(ReadOnlySpan<double> sorted, double q)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(q);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(q, 1);
        var position = q * (sorted.Length - 1);
        var below = (int)Math.Floor(position);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] == sorted[above] ? sorted[below] : sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>The median, of values in any order.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return Of(sorted, 0.5);
    }

    /// <summary>True if <paramref name="samples"/> are enough to print that percentile: <see cref="NeededBeyond"/> on either side of it.</summary>
    public static bool MayPrint(int samples, double q) => samples * Math.Min(q, 1 - q) >= NeededBeyond;

    /// <summary>The quantile, or null where <see cref="MayPrint"/> says that there are too few samples for it.</summary>
    /// <param name="sorted">Ascending.</param>
    /// <param name="q">0 to 1.</param>
    public static double? Printable(ReadOnlySpan<double> sorted, double q) => MayPrint(sorted.Length, q) ? Of(sorted, q) : null;
}
