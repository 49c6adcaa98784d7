namespace AutoClaw.Core.Verify;

/// <summary>The scores for which the router is not sure: answered locally first and checked.</summary>
/// <param name="Around">Distance to the threshold on both sides; null: <paramref name="From"/> and <paramref name="To"/> count.</param>
/// <param name="From">Least score, -1 to 1.</param>
/// <param name="To">Greatest score, -1 to 1.</param>
public readonly record struct VerifyBand(double? Around, double From, double To)
{
    /// <summary>False for a threshold beyond every score: an aim that lets nothing go to the cloud must not be passed by way of a check.</summary>
    public bool Contains(double score, double threshold) => threshold is >= -1 and <= 1
        && (Around is { } around ? Math.Abs(score - threshold) <= around : score >= From && score <= To);
}
