using AutoClaw.Core.Model;
using AutoClaw.Core.Routing.Aims;

namespace AutoClaw.Gateway.Options;

/// <summary>What the router optimises. At most one is set; none: the model's default calibration at its default threshold.</summary>
/// <param name="CloudShare">Share of requests that go to the cloud, 0 to 1.</param>
/// <param name="Quality">Share of all-cloud quality to keep, 0 to 1.</param>
/// <param name="Threshold">A score, for those who calibrate themselves: nothing moves it.</param>
/// <param name="Budget">What the cloud may cost.</param>
public sealed record AimOptions(double? CloudShare = null, double? Quality = null, double? Threshold = null, BudgetOptions? Budget = null)
{
    /// <summary>The promise to hold; null where there is none.</summary>
    internal Aim? ToAim() => this switch
    {
        { CloudShare: { } share } => new CloudShareAim(share),
        { Quality: { } quality } => new QualityAim(quality),
        { Budget: { } budget } => new BudgetAim(Money.FromUsd(budget.Usd), budget.Per),
        _ => null,
    };
}
