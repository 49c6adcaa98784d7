namespace AutoClaw.Core.Advisor.Uncertainties;

/// <summary>How far off an input may be.</summary>
/// <param name="Variable">The input.</param>
/// <param name="Low">Times the value named; more than 0, at most 1.</param>
/// <param name="High">Times the value named; 1 or more.</param>
/// <param name="Shape">What lies between.</param>
public sealed record InputRange(AdvisorVariable Variable, double Low, double High, RangeShape Shape)
{
    // Of the standard normal distribution.
    private const double At95Percent = 1.6448536269514722;

    /// <summary>The factor of which <paramref name="share"/> of the cases are lower.</summary>
    /// <param name="share">More than 0, less than 1.</param>
    /// <param name="normal">The standard normal distribution's value for the same share.</param>
    internal double Factor(double share, double normal)
    {
        if (Low == High)
        {
            return Low;
        }

        if (Shape == RangeShape.Lognormal)
        {
            var (low, high) = (Math.Log(Low), Math.Log(High));
            return Math.Exp(((low + high) / 2) + ((high - low) / (2 * At95Percent) * normal));
        }

        var width = High - Low;
        var below = (1 - Low) / width;
        return share < below
            ? Low + Math.Sqrt(share * width * (1 - Low))
            : High - Math.Sqrt((1 - share) * width * (High - 1));
    }
}
