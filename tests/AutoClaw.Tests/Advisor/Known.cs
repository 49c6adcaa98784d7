using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Uncertainties;

namespace AutoClaw.Tests.Advisor;

/// <summary>Round inputs, whose results are worked out by hand in the tests that use them.</summary>
internal static class Known
{
    public static ApiInputs Cloud { get; } = new()
    {
        Model = "big",
        Provider = "vendor",
        Prices = [new ApiPriceTier(2, 10, 0.5, 10_000), new ApiPriceTier(4, 20, 1)],
        Quality = 0.9,
        TtftMs = 500,
        OutputTokensPerSecond = 100,
        Availability = 0.99,
        SetupDays = 1,
    };

    public static ApiInputs Hosted { get; } = new()
    {
        Model = "open",
        Provider = "host",
        Prices = [new ApiPriceTier(0.5, 1)],
        Quality = 0.8,
        TtftMs = 400,
        OutputTokensPerSecond = 80,
        Availability = 0.98,
        SetupDays = 1,
    };

    // A request of 1,000 + 200 tokens takes 0.1 + 0.2 = 0.3 s of a replica.
    public static LocalInputs Local { get; } = new()
    {
        Model = "open",
        Accelerator = "card",
        AcceleratorsPerReplica = 2,
        PrefillTokensPerSecond = 10_000,
        DecodeTokensPerSecond = 1000,
        Utilisation = 0.6,
        SpareReplicas = 1,
        Payment = HardwarePayment.Purchase,
        RentUsdPerHour = 2,
        PurchaseUsd = 10_000,
        HostUsd = 4000,
        LifetimeYears = 4,
        Watts = 1000,
        IdleShare = 0.25,
        Pue = 1.5,
        UsdPerKwh = 0.2,
        OtherUsdPerMonth = 50,
        LabourFte = 0.1,
        Quality = 0.8,
        TtftMs = 100,
        OutputTokensPerSecond = 50,
        ReplicaAvailability = 0.9,
        SiteAvailability = 0.99,
        SetupDays = 30,
    };

    public static AdvisorInputs Inputs { get; } = new()
    {
        Priority = Priority.LowestCost,
        Workload = new WorkloadInputs { RequestsPerMonth = 1_000_000, InputTokens = 1000, OutputTokens = 200, PeakToAverage = 3 },
        Constraints = new ConstraintInputs(),
        Cloud = Cloud,
        Hosted = Hosted,
        Local = Local,
        Hybrid = new HybridInputs { LocalTokenShare = 0.5, RouterRecovery = 0.75 },
        LabourUsdPerMonth = 10_000,
        GatewayAvailability = 0.999,
        Uncertainty = new UncertaintyInputs { Samples = 200, Seed = 7, Ranges = AdvisorInputs.Default.Uncertainty.Ranges },
    };
}
