using System.Collections.Immutable;

namespace AutoClaw.Core.Benchmark.Statistics;

/// <summary>Two engines on the same prompts: what differs between prompts falls out, so that far fewer of them decide.</summary>
public static class PairedComparison
{
    /// <summary>
    /// How many times as large the first's values are: the geometric mean over prompts of the ratio of their medians, its interval by
    /// resampling prompts. Both engines' values above 0.
    /// </summary>
    /// <param name="pairs">Per prompt the values of the first and of the second, at least one each.</param>
    /// <param name="level">Such as 0.95.</param>
    /// <param name="seed">Fixes the resamples.</param>
    public static Interval Ratio(IReadOnlyList<(ImmutableArray<double> First, ImmutableArray<double> Second)> pairs, double level, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var logs = pairs.Select(static p => ImmutableArray.Create(Math.Log(Quantiles.Median(p.First) / Quantiles.Median(p.Second)))).ToArray();
        var interval = Bootstrap.OfMean(logs, level, seed);
        return new Interval(Math.Exp(interval.Estimate), Math.Exp(interval.Low), Math.Exp(interval.High));
    }

    /// <summary>By how much the first's values are larger: the mean over prompts of the difference of their means.</summary>
    /// <inheritdoc cref="Ratio"/>
    public static Interval Difference(IReadOnlyList<(ImmutableArray<double> First, ImmutableArray<double> Second)> pairs, double level, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return Bootstrap.OfMean([.. pairs.Select(static p => ImmutableArray.Create(p.First.Average() - p.Second.Average()))], level, seed);
    }
}
