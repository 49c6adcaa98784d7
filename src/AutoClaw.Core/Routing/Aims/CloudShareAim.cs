namespace AutoClaw.Core.Routing.Aims;

/// <summary>A share of the requests goes to the cloud.</summary>
/// <param name="Share">0 to 1; both ends are exact.</param>
public sealed record CloudShareAim(double Share) : Aim
{
    // In requests. Any 500 requests in a row are then off by at most (2 * 4 + 1) / 500 = 1.8 points, whatever the traffic does.
    internal override double Bound => 4;

    internal override double Floor => AimController.EverythingToCloud;

    internal override double WeightOf(TrafficEntry entry) => 1;

    internal override double Wanted(TrafficWindow window) => Share * window.Scored;

    internal override double Step(TrafficEntry entry) => (entry.IsCloud ? 1 : 0) - Share;

    public override string ToString() => FormattableString.Invariant($"cloud_share={Share}");
}
