namespace AutoClaw.Core.Benchmark.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    /// <summary>The share below <paramref name="z"/>, to about 1e-7 (Abramowitz and Stegun, 1964, 26.2.17).</summary>
    public static double Cumulative(double z)
    {
        var t = 1 / (1 + (0.2316419 * Math.Abs(z)));
        var tail = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI)
            * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return z >= 0 ? 1 - tail : tail;
    }

    /// <summary>The z below which the share <paramref name="p"/> lies: <see cref="Cumulative"/> turned round by bisection.</summary>
    /// <param name="p">More than 0 and less than 1.</param>
    public static double Quantile(double p)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(p);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(p, 1);
        double low = -9, high = 9;
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Cumulative(middle) < p ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
