namespace AutoClaw.Core.Advisor.Uncertainties;

/// <summary>Reads and changes one input. Where the input is many prices or rates, its value is a factor, and now 1.</summary>
public static class VariableLens
{
    /// <summary>For people.</summary>
    public static string Unit(AdvisorVariable variable) => variable switch
    {
        AdvisorVariable.Volume => "requests a month",
        AdvisorVariable.PeakToAverage => "times the mean",
        AdvisorVariable.LocalShare or AdvisorVariable.Utilisation or AdvisorVariable.LocalQuality or AdvisorVariable.CloudQuality => "share",
        AdvisorVariable.Labour => "FTE",
        AdvisorVariable.Electricity => "USD/kWh",
        _ => "times what is named",
    };

    /// <summary>Between what the value lies, whatever a range says.</summary>
    public static (double Low, double High) Limits(AdvisorVariable variable) => variable switch
    {
        AdvisorVariable.Volume => (1, 1e12),
        AdvisorVariable.PeakToAverage => (1, 1000),
        AdvisorVariable.LocalShare or AdvisorVariable.LocalQuality or AdvisorVariable.CloudQuality => (0, 1),
        AdvisorVariable.Utilisation => (0.01, 1),
        AdvisorVariable.Labour => (0, 1000),
        AdvisorVariable.Electricity => (0, 100),
        AdvisorVariable.Tokens or AdvisorVariable.Throughput => (1e-3, 1e3),
        _ => (0, 1e3),
    };

    public static double Get(AdvisorInputs inputs, AdvisorVariable variable)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return variable switch
        {
            AdvisorVariable.Volume => inputs.Workload.RequestsPerMonth,
            AdvisorVariable.PeakToAverage => inputs.Workload.PeakToAverage,
            AdvisorVariable.LocalShare => inputs.Hybrid.LocalTokenShare,
            AdvisorVariable.Labour => inputs.Local.LabourFte,
            AdvisorVariable.Utilisation => inputs.Local.Utilisation,
            AdvisorVariable.Electricity => inputs.Local.UsdPerKwh,
            AdvisorVariable.LocalQuality => inputs.Local.Quality,
            AdvisorVariable.CloudQuality => inputs.Cloud.Quality,
            _ => 1,
        };
    }

    public static AdvisorInputs With(AdvisorInputs inputs, AdvisorVariable variable, double value)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var (work, local) = (inputs.Workload, inputs.Local);
        return variable switch
        {
            AdvisorVariable.Volume => inputs with { Workload = work with { RequestsPerMonth = value } },
            AdvisorVariable.Tokens => inputs with { Workload = work with { InputTokens = work.InputTokens * value, OutputTokens = work.OutputTokens * value } },
            AdvisorVariable.PeakToAverage => inputs with { Workload = work with { PeakToAverage = value } },
            AdvisorVariable.LocalShare => inputs with
            {
                Hybrid = inputs.Hybrid with
                {
                    LocalTokenShare = value,
                    LocalRequestShare = inputs.Hybrid.LocalRequestShare is null ? null : inputs.Hybrid.RequestShareAt(value),
                },
            },
            AdvisorVariable.CloudPrice => inputs with { Cloud = inputs.Cloud with { PriceFactor = inputs.Cloud.PriceFactor * value } },
            AdvisorVariable.HostedPrice => inputs with { Hosted = inputs.Hosted with { PriceFactor = inputs.Hosted.PriceFactor * value } },
            AdvisorVariable.HardwarePrice => inputs with
            {
                Local = local with { PurchaseUsd = local.PurchaseUsd * value, HostUsd = local.HostUsd * value, RentUsdPerHour = local.RentUsdPerHour * value },
            },
            AdvisorVariable.Labour => inputs with { Local = local with { LabourFte = value } },
            AdvisorVariable.Utilisation => inputs with { Local = local with { Utilisation = value } },
            AdvisorVariable.Throughput => inputs with
            {
                Local = local with { PrefillTokensPerSecond = local.PrefillTokensPerSecond * value, DecodeTokensPerSecond = local.DecodeTokensPerSecond * value },
            },
            AdvisorVariable.Electricity => inputs with { Local = local with { UsdPerKwh = value } },
            AdvisorVariable.LocalQuality => inputs with { Local = local with { Quality = value } },
            _ => inputs with { Cloud = inputs.Cloud with { Quality = value } },
        };
    }

    /// <summary>Its value times <paramref name="factor"/>, kept within its limits.</summary>
    public static double Scaled(AdvisorInputs inputs, AdvisorVariable variable, double factor)
    {
        var (low, high) = Limits(variable);
        return Math.Clamp(Get(inputs, variable) * factor, low, high);
    }
}
