using System.Collections.Immutable;

namespace AutoClaw.Core.Benchmark.Statistics;

/// <summary>
/// Intervals by resampling prompts (Efron and Tibshirani, 1993, chapters 13 and 16). Prompts are drawn, not calls: two calls of one prompt
/// are as long as each other, and counting them as two would promise more than was seen.
/// </summary>
public static class Bootstrap
{
    /// <summary>Resamples; 2,000 leave the ends of a 95 % interval uncertain by about a hundredth of its width.</summary>
    public const int Resamples = 2000;

    /// <summary>The interval of a statistic of all values.</summary>
    /// <param name="groups">The values of each prompt; at least one prompt with at least one value.</param>
    /// <param name="statistic">Of one resample's values, in no order. May reorder them.</param>
    /// <param name="level">Share of cases in which the interval is to hold the truth, such as 0.95.</param>
    /// <param name="seed">Fixes the resamples.</param>
    /// <returns>Just the estimate where there is one prompt alone: nothing tells how prompts differ.</returns>
    public static Interval Of<T>(IReadOnlyList<ImmutableArray<T>> groups, Func<T[], double> statistic, double level, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(statistic);
        var estimate = statistic([.. groups.SelectMany(static g => g)]);
        if (groups.Count == 1)
        {
            return Interval.Exactly(estimate);
        }

        var random = new SeededRandom(seed);
        var values = new List<T>();
        var results = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            values.Clear();
            for (var drawn = 0; drawn < groups.Count; drawn++)
            {
                values.AddRange(groups[random.Below(groups.Count)]);
            }

            results[i] = statistic([.. values]);
        }

        Array.Sort(results);
        var tail = Tail(level, groups.Count);

        // The statistic of the sample itself may lie outside what its resamples give, by less than one of their steps.
        return new Interval(estimate, Math.Min(estimate, Quantiles.Of(results, tail)), Math.Max(estimate, Quantiles.Of(results, 1 - tail)));
    }

    /// <summary>The interval of the median.</summary>
    public static Interval OfMedian(IReadOnlyList<ImmutableArray<double>> groups, double level, ulong seed) => Of(groups, Median, level, seed);

    /// <summary>The interval of the mean over all values.</summary>
    public static Interval OfMean(IReadOnlyList<ImmutableArray<double>> groups, double level, ulong seed) => Of(groups, Enumerable.Average, level, seed);

    /// <summary>The interval of all first values together over all second ones, such as cost per correct answer.</summary>
    /// <returns>Infinite at the upper end where some resamples have nothing in the denominator.</returns>
    public static Interval OfRatio(IReadOnlyList<ImmutableArray<(double Above, double Below)>> groups, double level, ulong seed) => Of(groups, Quotient, level, seed);

    private static double Quotient((double Above, double Below)[] values)
    {
        var below = values.Sum(static v => v.Below);
        return below == 0 ? double.PositiveInfinity : values.Sum(static v => v.Above) / below;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return Quantiles.Of(values, 0.5);
    }

    // Plain percentiles are too narrow for few prompts, as a normal interval is where Student's is due: widened by as much (Hesterberg,
    // 2015, "What teachers should know about the bootstrap", section 3.3).
    private static double Tail(double level, int count)
    {
        var z = Math.Sqrt(count / (count - 1.0)) * Student.Quantile(1 - ((1 - level) / 2), count - 1);
        return Math.Clamp(Normal.Cumulative(-z), 0, 0.5);
    }
}
