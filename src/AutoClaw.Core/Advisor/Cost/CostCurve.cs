namespace AutoClaw.Core.Advisor.Cost;

/// <summary>
/// USD a month by volume: a line with a stair on it. Rises, and jumps by <paramref name="PerReplica"/> just above each multiple of
/// <paramref name="RequestsPerReplica"/>.
/// </summary>
/// <param name="Fixed">Whatever the volume.</param>
/// <param name="PerRequest">USD a request.</param>
/// <param name="PerReplica">USD a month for one replica.</param>
/// <param name="RequestsPerReplica">Requests a month that one replica takes; infinite where there is no replica.</param>
/// <param name="SpareReplicas">Beside those needed.</param>
public readonly record struct CostCurve(double Fixed, double PerRequest, double PerReplica, double RequestsPerReplica, int SpareReplicas)
{
    // So that a volume computed as n times the capacity needs n replicas, not n + 1 for a rounding error.
    private const double Slack = 1e-9;

    /// <summary>False for somebody else's API, which has no stair.</summary>
    public bool HasReplicas => double.IsFinite(RequestsPerReplica);

    /// <summary>Replicas that the volume needs, at least one, without the spare ones; 0 where there are none.</summary>
    public double ReplicasNeeded(double requestsPerMonth)
    {
        if (!HasReplicas)
        {
            return 0;
        }

        var load = requestsPerMonth / RequestsPerReplica;
        return Math.Max(1, Math.Ceiling(load - (Slack * Math.Max(1, load))));
    }

    public double At(double requestsPerMonth) => Line(requestsPerMonth, HasReplicas ? ReplicasNeeded(requestsPerMonth) + SpareReplicas : 0);

    /// <summary>The cost with that many replicas, spare ones included, whether or not they are enough.</summary>
    internal double Line(double requestsPerMonth, double replicas) => Fixed + (PerRequest * requestsPerMonth) + (PerReplica * replicas);
}
