using AutoClaw.Core.Advisor.Data;
using AutoClaw.Core.Advisor.Uncertainties;
using AutoClaw.Core.Pricing;

namespace AutoClaw.Core.Advisor;

/// <summary>All that the advice rests on. Immutable; the same inputs give the same advice, on any machine.</summary>
public sealed record AdvisorInputs
{
    private static readonly Lazy<AdvisorInputs> Shipped = new(() => AdvisorDefaults.Of(MarketData.Shipped, PriceList.Shipped));

    /// <summary>From the data that comes with AutoClaw; each figure and its source is in docs/advisor.md.</summary>
    public static AdvisorInputs Default => Shipped.Value;

    public required Priority Priority { get; init; }

    public required WorkloadInputs Workload { get; init; }

    public required ConstraintInputs Constraints { get; init; }

    public required ApiInputs Cloud { get; init; }

    /// <summary>The open model, served by somebody else.</summary>
    public required ApiInputs Hosted { get; init; }

    public required LocalInputs Local { get; init; }

    public required HybridInputs Hybrid { get; init; }

    /// <summary>What an engineer costs, USD a month.</summary>
    public required double LabourUsdPerMonth { get; init; }

    /// <summary>Share of the time in which the gateway works.</summary>
    public required double GatewayAvailability { get; init; }

    /// <summary>How far off all this may be.</summary>
    public required UncertaintyInputs Uncertainty { get; init; }

    /// <summary>Break-even volumes are looked for from this many requests a month.</summary>
    public double LowestVolume { get; init; } = 1;

    /// <summary>And up to this many.</summary>
    public double HighestVolume { get; init; } = 100_000_000;

    /// <summary>The share of tokens that may not leave, as asked for or as the priority implies.</summary>
    internal double MustStay => Constraints.MustStayLocalShare ?? (Priority is Priority.DataPrivacy or Priority.Compliance ? 1 : 0);
}
