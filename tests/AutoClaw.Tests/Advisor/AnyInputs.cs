using AutoClaw.Core.Advisor;
using CsCheck;

namespace AutoClaw.Tests.Advisor;

/// <summary>Inputs of all kinds, within what the validation lets through.</summary>
internal static class AnyInputs
{
    public const int Cases = 10_000;

    private static readonly Gen<ApiInputs> Api =
        from input in Gen.Double[0, 20]
        from output in Gen.Double[0, 80]
        from cached in Gen.Double[0, 1]
        from step in Gen.Double[1, 3]
        from shares in Gen.Double[0, 1].Array[4]
        from reasoning in Gen.Double[0, 3000]
        from fte in Gen.Double[0, 0.5]
        select new ApiInputs
        {
            Model = "api",
            Provider = "vendor",
            Prices = [new ApiPriceTier(input, output, input * cached, 20_000), new ApiPriceTier(input * step, output * step, input * cached * step)],
            CachedShare = shares[0],
            RetryShare = shares[1] / 5,
            BatchShare = shares[2],
            BatchDiscount = 0.5,
            ReasoningTokens = reasoning,
            LabourFte = fte,
            Quality = shares[3],
            TtftMs = 400,
            OutputTokensPerSecond = 80,
            Availability = 0.9 + (shares[0] / 10),
            SetupDays = 1,
        };

    private static readonly Gen<LocalInputs> Local =
        from shares in Gen.Double[0, 1].Array[6]
        from rates in Gen.Double[100, 30_000].Array[2]
        from prices in Gen.Double[0, 40_000].Array[2]
        from counts in Gen.Int[0, 4].Array[2]
        from rent in Gen.Bool
        from rest in Gen.Double[0.1, 10].Array[4]
        select new LocalInputs
        {
            Model = "open",
            Accelerator = "card",
            AcceleratorsPerReplica = counts[0] + 1,
            PrefillTokensPerSecond = rates[0],
            DecodeTokensPerSecond = rates[1] / 5,
            CachedShare = shares[0],
            Utilisation = 0.05 + (0.95 * shares[1]),
            SpareReplicas = counts[1],
            Payment = rent ? HardwarePayment.Rent : HardwarePayment.Purchase,
            RentUsdPerHour = rest[0],
            PurchaseUsd = prices[0],
            HostUsd = prices[1],
            LifetimeYears = rest[1],
            Watts = rest[2] * 300,
            IdleShare = shares[2],
            Pue = 1 + shares[3],
            UsdPerKwh = shares[4],
            OtherUsdPerMonth = rest[3] * 20,
            LabourFte = shares[5],
            Quality = shares[0],
            TtftMs = 100,
            OutputTokensPerSecond = 50,
            ReplicaAvailability = 0.8 + (shares[1] / 5),
            SiteAvailability = 0.9 + (shares[2] / 10),
            SetupDays = 30,
        };

    private static readonly Gen<HybridInputs> Hybrid =
        from shares in Gen.Double[0, 1].Array[4]
        from apart in Gen.Bool
        from spare in Gen.Int[0, 2]
        select new HybridInputs
        {
            LocalTokenShare = shares[0],
            LocalRequestShare = apart ? 0.05 + (0.9 * shares[1]) : null,
            EscalationShare = shares[2],
            VerifyShare = shares[3],
            RouterRecovery = 0.5 + (0.49 * shares[1]),
            SpareReplicas = spare,
            LabourFte = shares[3] / 4,
        };

    public static Gen<AdvisorInputs> All { get; } =
        from cloud in Api
        from hosted in Api
        from local in Local
        from hybrid in Hybrid
        from volume in Gen.Double[0, 7]
        from tokens in Gen.Double[1, 8000].Array[2]
        from peak in Gen.Double[1, 10]
        from stay in Gen.Double[0, 1]
        from priority in Gen.Enum<Priority>()
        select new AdvisorInputs
        {
            Priority = priority,
            Workload = new WorkloadInputs { RequestsPerMonth = Math.Pow(10, volume), InputTokens = tokens[0], OutputTokens = tokens[1] / 4, PeakToAverage = peak },
            Constraints = new ConstraintInputs { MustStayLocalShare = stay < 0.4 ? null : stay > 0.9 ? 0 : (stay - 0.4) * 2 },
            Cloud = cloud,
            Hosted = hosted,
            Local = local,
            Hybrid = hybrid,
            LabourUsdPerMonth = 17_000,
            GatewayAvailability = 0.999,
            Uncertainty = Known.Inputs.Uncertainty,
        };
}
