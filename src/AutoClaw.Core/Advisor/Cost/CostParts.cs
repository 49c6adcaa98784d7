namespace AutoClaw.Core.Advisor.Cost;

/// <summary>What an architecture's bill is made of, before the volume is known. USD; a month where no request or replica is named.</summary>
public sealed record CostParts
{
    public double ApiPerRequest { get; init; }

    public double PowerPerRequest { get; init; }

    public double HardwarePerReplica { get; init; }

    public double IdlePowerPerReplica { get; init; }

    public double OtherPerReplica { get; init; }

    public double Labour { get; init; }

    /// <summary>Requests a month of the whole traffic for which one replica is enough; infinite where there is none.</summary>
    public double RequestsPerReplica { get; init; } = double.PositiveInfinity;

    public int SpareReplicas { get; init; }

    /// <summary>What one replica costs to buy.</summary>
    public double PurchasePerReplica { get; init; }

    public CostCurve Curve() => new(
        Labour,
        ApiPerRequest + PowerPerRequest,
        HardwarePerReplica + IdlePowerPerReplica + OtherPerReplica,
        RequestsPerReplica,
        SpareReplicas);

    public static CostParts Of(AdvisorInputs inputs, Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return architecture switch
        {
            Architecture.AllCloud => Api(inputs, inputs.Cloud),
            Architecture.HostedOpenWeights => Api(inputs, inputs.Hosted),
            Architecture.AllLocal => Local(inputs, 1) with { Labour = inputs.Local.LabourFte * inputs.LabourUsdPerMonth, SpareReplicas = inputs.Local.SpareReplicas },
            _ => Hybrid(inputs),
        };
    }

    private static CostParts Api(AdvisorInputs inputs, ApiInputs api) => new()
    {
        ApiPerRequest = ApiCost.PerRequest(api, inputs.Workload),
        Labour = api.LabourFte * inputs.LabourUsdPerMonth,
    };

    private static CostParts Hybrid(AdvisorInputs inputs)
    {
        var split = HybridSplit.Of(inputs);
        if (split.LocalTokenShare <= 0)
        {
            return Api(inputs, inputs.Cloud);
        }

        var both = split.LeavingTokenShare > 0;
        var engineers = inputs.Local.LabourFte + (both ? inputs.Cloud.LabourFte + inputs.Hybrid.LabourFte : 0);
        return Local(inputs, split.LocalWork) with
        {
            ApiPerRequest = split.ApiUsdPerRequest(inputs.Cloud, inputs.Workload),
            Labour = engineers * inputs.LabourUsdPerMonth,
            SpareReplicas = both ? inputs.Hybrid.SpareReplicas : inputs.Local.SpareReplicas,
        };
    }

    private static CostParts Local(AdvisorInputs inputs, double work) => new()
    {
        PowerPerRequest = work * LocalCapacity.PowerUsdPerRequest(inputs.Local, inputs.Workload),
        HardwarePerReplica = LocalCapacity.HardwareUsdPerMonth(inputs.Local),
        IdlePowerPerReplica = LocalCapacity.IdlePowerUsdPerMonth(inputs.Local),
        OtherPerReplica = inputs.Local.OtherUsdPerMonth,
        RequestsPerReplica = LocalCapacity.RequestsPerReplica(inputs.Local, inputs.Workload) / work,
        PurchasePerReplica = LocalCapacity.PurchaseUsd(inputs.Local),
    };
}
