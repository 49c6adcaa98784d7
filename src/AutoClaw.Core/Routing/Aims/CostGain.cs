namespace AutoClaw.Core.Routing.Aims;

/// <summary>
/// The rule that weighs quality against cost: cloud where score > lambda * relative cost. The relative cost is the request's own over
/// the mean of recent requests, 1 where either is unknown: then the rule is the plain threshold.
/// </summary>
internal static class CostGain
{
    // A request a thousand times dearer than the mean is a slip of somebody's price list more often than a request.
    private const double Most = 1000;

    /// <param name="usd">Expected USD that the cloud costs more; 0 or less: unknown, or no dearer.</param>
    /// <param name="meanUsd">The same, mean of recent requests.</param>
    public static double Relative(double usd, double meanUsd) => usd > 0 && meanUsd > 0 ? Math.Clamp(usd / meanUsd, 1 / Most, Most) : 1;

    /// <summary>The score that is worth as much at the mean cost: what can be compared between requests.</summary>
    public static double Worth(double score, double relativeCost) => score >= 0 ? score / relativeCost : score * relativeCost;

    /// <summary>What a score must reach at this cost, so that its worth reaches <paramref name="lambda"/>.</summary>
    /// <remarks>The ends, where nothing or everything goes to the cloud, stay the ends.</remarks>
    public static double Threshold(double lambda, double relativeCost) =>
        lambda is <= AimController.EverythingToCloud or >= AimController.NothingToCloud ? lambda : lambda >= 0 ? lambda * relativeCost : lambda / relativeCost;
}
