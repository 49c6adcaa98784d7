using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Data;
using AutoClaw.Core.Pricing;

namespace AutoClaw.Tests.Advisor;

/// <summary>The sets of assumptions that docs/claims.md holds public claims against.</summary>
internal static class ClaimScenarios
{
    private const string Gpu = "a100-80gb-sxm";

    public static PriceRow Gemini { get; } = PriceList.Shipped.EffectiveRows().Last(row => row is { Provider: "google", Model: "gemini-2.5-pro" });

    /// <summary>Gemini 2.5 Pro at its list price against Llama 3.3 70B on one A100, 1,920/640 tokens, nothing that either side has on top.</summary>
    public static AdvisorInputs Plain { get; } = AdvisorInputs.Default with
    {
        Workload = new WorkloadInputs { RequestsPerMonth = 500_000, InputTokens = 1920, OutputTokens = 640, PeakToAverage = 2 },
        Cloud = AdvisorInputs.Default.Cloud with { Model = Gemini.Model, Prices = ApiInputs.PricesOf(Gemini), ReasoningTokens = 0, RetryShare = 0 },
        Local = Owned(),
        Hybrid = new HybridInputs { LocalTokenShare = 0.7, RouterRecovery = 0.6 },
    };

    /// <summary>The claim's own price for the output.</summary>
    public static AdvisorInputs ClaimedPrice { get; } = Plain with { Cloud = Plain.Cloud with { Prices = [new ApiPriceTier(1.25, 5)] } };

    public static (string Name, AdvisorInputs Inputs)[] Apis { get; } =
    [
        ("the claim's price, 1.25/5", ClaimedPrice),
        ("the list price, 1.25/10", Plain),
        ("list price, 300 tokens of reasoning a request", Plain with { Cloud = Plain.Cloud with { ReasoningTokens = 300 } }),
        ("list price, 1,000 tokens of reasoning a request", Plain with { Cloud = Plain.Cloud with { ReasoningTokens = 1000 } }),
        ("list price, 60% of the prompt cached", Plain with { Cloud = Plain.Cloud with { CachedShare = 0.6 } }),
        ("list price, half of it in batches at half the price", Plain with { Cloud = Plain.Cloud with { BatchShare = 0.5, BatchDiscount = 0.5 } }),
        ("list price, 8,000/640 tokens", Plain with { Workload = Plain.Workload with { InputTokens = 8000 } }),
    ];

    public static (string Name, AdvisorInputs Inputs)[] Locals { get; } =
    [
        ("bought, nobody paid, no spare", Plain),
        ("bought, nobody paid, one spare", With(Plain, spare: 1)),
        ("bought, 0.05 FTE, no spare", With(Plain, fte: 0.05)),
        ("bought, 0.1 FTE, no spare", With(Plain, fte: 0.1)),
        ("bought, 0.15 FTE, one spare", With(Plain, fte: 0.15, spare: 1)),
        ("bought, 1 FTE, one spare", With(Plain, fte: 1, spare: 1)),
        ("rented, nobody paid, no spare", With(Plain, payment: HardwarePayment.Rent)),
        ("rented, 0.15 FTE, one spare", With(Plain, fte: 0.15, spare: 1, payment: HardwarePayment.Rent)),
        ("bought, nobody paid, no spare, peaks of 5 times the mean", Plain with { Workload = Plain.Workload with { PeakToAverage = 5 } }),
    ];

    public static AdvisorInputs At(AdvisorInputs inputs, double volume) => inputs with { Workload = inputs.Workload with { RequestsPerMonth = volume } };

    private static AdvisorInputs With(AdvisorInputs inputs, double fte = 0, int spare = 0, HardwarePayment payment = HardwarePayment.Purchase) =>
        inputs with { Local = inputs.Local with { LabourFte = fte, SpareReplicas = spare, Payment = payment } };

    private static LocalInputs Owned()
    {
        var market = MarketData.Shipped;
        return AdvisorInputs.Default.Local with
        {
            Accelerator = Gpu,
            AcceleratorsPerReplica = 1,

            // 45% of the 16-bit peak over two operations a parameter; 1,040 tokens/s seen on an H100 with 4-bit weights, by the two cards' bandwidths, and
            // 68% of what saturates: what two H100s wrote at 25 requests at a time over what they wrote at 100.
            PrefillTokensPerSecond = 1000,
            DecodeTokensPerSecond = 430,
            SpareReplicas = 0,
            RentUsdPerHour = market.FindPrice(Gpu, AcceleratorPriceKind.Rent)!.Usd.Typical,
            PurchaseUsd = market.FindPrice(Gpu, AcceleratorPriceKind.Purchase)!.Usd.Typical,
            HostUsd = 5000,
            Watts = market.FindAccelerator(Gpu)!.Watts!.Value + 200,
            LabourFte = 0,
        };
    }
}
