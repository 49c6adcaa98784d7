using AutoClaw.Core.Model;

namespace AutoClaw.Core.Routing.Aims;

/// <summary>An amount that the route's cloud engines may cost in a period. How it is spent is <see cref="BudgetPace"/>'s business.</summary>
/// <param name="Limit">Above zero.</param>
/// <param name="Per">After which it begins anew.</param>
public sealed record BudgetAim(Money Limit, BudgetPeriod Per) : Aim
{
    internal override double Bound => 1;

    // What gains nothing is not worth anything.
    internal override double Floor => 0;

    internal override bool WeighsCost => true;

    internal override double WeightOf(TrafficEntry entry) => entry.Cost;

    internal override double Wanted(TrafficWindow window) => 0;

    internal override double Step(TrafficEntry entry) => 0;

    public override string ToString() => $"budget={Limit} per {Per.ToString().ToLowerInvariant()}";
}
