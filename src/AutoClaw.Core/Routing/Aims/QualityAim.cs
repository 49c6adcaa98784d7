namespace AutoClaw.Core.Routing.Aims;

/// <summary>
/// A share of the quality that the cloud alone would give. Both are what the router model predicts, so the promise is as good as its
/// predictions: an estimate.
/// </summary>
/// <param name="Quality">0 to 1.</param>
public sealed record QualityAim(double Quality) : Aim
{
    // In answers of full quality. 500 requests in a row are off by at most about (2 * 1.5 + 1) / 500 = 0.8 points.
    internal override double Bound => 1.5;

    // Where the local answer is expected to be the better one, the cloud can't help.
    internal override double Floor => 0;

    internal override bool WeighsCost => true;

    internal override double WeightOf(TrafficEntry entry) => Math.Max(0, entry.CloudQuality - entry.LocalQuality);

    internal override double Wanted(TrafficWindow window) => (Quality * window.CloudQuality) - window.LocalQuality;

    internal override double Step(TrafficEntry entry) => entry.IsScored ? entry.Quality - (Quality * entry.CloudQuality) : 0;

    public override string ToString() => FormattableString.Invariant($"quality={Quality}");
}
