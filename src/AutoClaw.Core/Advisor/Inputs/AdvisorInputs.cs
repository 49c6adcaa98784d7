using System.Collections.Immutable;
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

    /// <summary>What a benchmark says of engines, in place of what is assumed.</summary>
    public ImmutableArray<MeasuredEngine> Measured { get; init; } = [];

    /// <summary>The share of tokens that may not leave for the cloud: as asked for, or as the priority implies.</summary>
    internal double MustStay => MustStayFrom(Cloud);

    /// <summary>Everything that is wrong with these, not only the first; empty: they may be asked about.</summary>
    public ImmutableArray<AdvisorProblem> Problems() => AdvisorValidation.Of(this);

    /// <summary>The same for another API: a contract in a region that is allowed lets regulated data go, where no share is named.</summary>
    internal double MustStayFrom(ApiInputs api) => Constraints.MustStayLocalShare ?? Priority switch
    {
        Priority.DataPrivacy => 1,
        Priority.Compliance => api.ProcessorAgreement && RegionAllowed(api) ? 0 : 1,
        _ => 0,
    };

    internal bool RegionAllowed(ApiInputs api) =>
        Constraints.AllowedRegions.IsEmpty || Constraints.AllowedRegions.Contains(api.Region ?? "", StringComparer.OrdinalIgnoreCase);
}
