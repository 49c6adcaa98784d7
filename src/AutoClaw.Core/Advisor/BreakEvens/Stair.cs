using AutoClaw.Core.Advisor.Cost;

namespace AutoClaw.Core.Advisor.BreakEvens;

/// <summary>Where on its stair a curve is, just above a volume.</summary>
internal readonly record struct Stair
{
    private const double Near = 1e-9;

    private readonly CostCurve _curve;
    private readonly double _needed;

    private Stair(CostCurve curve, double needed) => (_curve, _needed) = (curve, needed);

    /// <summary>Spare ones included.</summary>
    public double Replicas => _curve.HasReplicas ? _needed + _curve.SpareReplicas : 0;

    /// <summary>The volume above which one more is needed.</summary>
    public double Next => _curve.HasReplicas ? _needed * _curve.RequestsPerReplica : double.PositiveInfinity;

    public static Stair Above(CostCurve curve, double volume) => new Stair(curve, curve.ReplicasNeeded(volume)).Climb(volume);

    /// <summary>The next step, where the volume has come to it.</summary>
    public Stair Climb(double volume) => volume >= Next * (1 - Near) ? new Stair(_curve, _needed + 1) : this;
}
