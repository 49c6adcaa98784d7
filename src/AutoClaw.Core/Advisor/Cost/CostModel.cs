namespace AutoClaw.Core.Advisor.Cost;

/// <summary>What each architecture costs. The formulas are in docs/advisor.md.</summary>
public static class CostModel
{
    public static CostCurve Curve(AdvisorInputs inputs, Architecture architecture) => CostParts.Of(inputs, architecture).Curve();

    /// <summary>USD a month at the workload's volume.</summary>
    public static double MonthlyUsd(AdvisorInputs inputs, Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Curve(inputs, architecture).At(inputs.Workload.RequestsPerMonth);
    }

    public static CostBreakdown Breakdown(AdvisorInputs inputs, Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var parts = CostParts.Of(inputs, architecture);
        var curve = parts.Curve();
        var volume = inputs.Workload.RequestsPerMonth;
        var needed = curve.ReplicasNeeded(volume);
        var spare = curve.HasReplicas ? parts.SpareReplicas : 0;
        var replicas = needed + spare;
        var monthly = curve.At(volume);
        var tokens = volume * (inputs.Workload.InputTokens + inputs.Workload.OutputTokens);
        var split = architecture switch
        {
            Architecture.AllLocal => new HybridSplit(1, 1, 0, 1),
            Architecture.Hybrid => HybridSplit.Of(inputs),
            _ => default,
        };
        return new CostBreakdown
        {
            Architecture = architecture,
            RequestsPerMonth = volume,
            MonthlyUsd = monthly,
            ApiUsd = parts.ApiPerRequest * volume,
            HardwareUsd = parts.HardwarePerReplica * replicas,
            PowerUsd = (parts.PowerPerRequest * volume) + (parts.IdlePowerPerReplica * replicas),
            LabourUsd = parts.Labour,
            OtherUsd = parts.OtherPerReplica * replicas,
            ReplicasNeeded = Whole(needed),
            SpareReplicas = spare,
            PurchaseUsd = parts.PurchasePerReplica * replicas,
            UsdPerRequest = volume > 0 ? monthly / volume : null,
            UsdPerMillionTokens = tokens > 0 ? monthly / tokens * 1e6 : null,
            LocalTokenShare = split.LocalTokenShare,
            LeavingTokenShare = split.LeavingTokenShare,
            MeanUtilisation = replicas > 0 ? volume / curve.RequestsPerReplica * inputs.Local.Utilisation / inputs.Workload.PeakToAverage / replicas : null,
        };
    }

    /// <summary>
    /// Months until what the replicas cost to buy is saved by no longer paying for the cloud: purchase / (all-cloud's month - the rest of this one's).
    /// Null where nothing is bought, or where nothing is saved.
    /// </summary>
    public static double? PaybackMonths(AdvisorInputs inputs, Architecture architecture)
    {
        var cost = Breakdown(inputs, architecture);
        var saved = MonthlyUsd(inputs, Architecture.AllCloud) - (cost.MonthlyUsd - cost.HardwareUsd);
        return cost.PurchaseUsd > 0 && saved > 0 ? cost.PurchaseUsd / saved : null;
    }

    private static int Whole(double replicas) => replicas < int.MaxValue ? (int)replicas : int.MaxValue;
}
