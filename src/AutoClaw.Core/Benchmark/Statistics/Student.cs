namespace AutoClaw.Core.Benchmark.Statistics;

/// <summary>Student's t distribution.</summary>
public static class Student
{
    /// <summary>
    /// The t below which the share <paramref name="p"/> lies. Exact for 1 and 2 degrees of freedom; else the expansion about the normal
    /// quantile (Abramowitz and Stegun, 1964, 26.7.5), off by 1 % with 3 degrees and by less than 0.1 % from 6 on at 97.5 %.
    /// </summary>
    /// <param name="p">More than 0 and less than 1.</param>
    /// <param name="degrees">Degrees of freedom, 1 or more.</param>
    public static double Quantile(double p, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        if (degrees == 1)
        {
            return Math.Tan(Math.PI * (p - 0.5));
        }

        if (degrees == 2)
        {
            return ((2 * p) - 1) / Math.Sqrt(2 * p * (1 - p));
        }

        var z = Normal.Quantile(p);
        var z2 = z * z;
        double n = degrees;
        var first = z * (z2 + 1) / 4;
        var second = z * ((((5 * z2) + 16) * z2) + 3) / 96;
        var third = z * ((((((3 * z2) + 19) * z2) + 17) * z2) - 15) / 384;
        var fourth = z * ((((((((79 * z2) + 776) * z2) + 1482) * z2) - 1920) * z2) - 945) / 92160;
        return z + (first / n) + (second / (n * n)) + (third / (n * n * n)) + (fourth / (n * n * n * n));
    }
}
