using System.Collections.Immutable;
using AutoClaw.Core.Advisor.Data;
using AutoClaw.Core.Advisor.Uncertainties;
using AutoClaw.Core.Pricing;

namespace AutoClaw.Core.Advisor;

/// <summary>
/// What the advisor assumes where nothing is named: the market data's and the price list's figures where they have one, else what is
/// said here. docs/advisor.md lists each with its source.
/// </summary>
internal static class AdvisorDefaults
{
    private const string Gpu = "h100-80gb-sxm";
    private const int GpusPerReplica = 2;

    // Watts of the machine around two accelerators: processors, memory, fans.
    public const double HostWatts = 400;

    public static AdvisorInputs Of(MarketData market, PriceList prices)
    {
        var gpu = market.FindAccelerator(Gpu) ?? throw new InvalidOperationException($"The market data has no {Gpu}.");
        return new AdvisorInputs
        {
            Priority = Priority.LowestCost,
            Workload = new WorkloadInputs { RequestsPerMonth = 1_000_000, InputTokens = 2000, OutputTokens = 500, PeakToAverage = 2 },
            Constraints = new ConstraintInputs(),
            Cloud = Cloud(market, prices),
            Hosted = Hosted(prices),
            Local = Local(market, gpu),

            // 0.6: what the shipped router recovers on average (docs/router.md).
            Hybrid = new HybridInputs { LocalTokenShare = 0.7, EscalationShare = 0.05, RouterRecovery = 0.6 },
            LabourUsdPerMonth = market.Default(MarketDefault.LabourMonth).Value.Typical,
            GatewayAvailability = 0.9995,
            Uncertainty = new UncertaintyInputs { Samples = 2000, Seed = 1, Ranges = Ranges(market) },
        };
    }

    private static ImmutableArray<InputRange> Ranges(MarketData market) =>
    [
        new(AdvisorVariable.Volume, 0.5, 2, RangeShape.Lognormal),
        new(AdvisorVariable.Tokens, 0.6, 1.6, RangeShape.Lognormal),
        new(AdvisorVariable.PeakToAverage, 0.7, 2, RangeShape.Lognormal),
        new(AdvisorVariable.LocalShare, 0.7, 1.2, RangeShape.Triangular),
        new(AdvisorVariable.CloudPrice, 0.5, 1.1, RangeShape.Triangular),
        new(AdvisorVariable.HostedPrice, 0.25, 1.2, RangeShape.Triangular),
        Around(AdvisorVariable.HardwarePrice, market.FindPrice(Gpu, AcceleratorPriceKind.Purchase)!.Usd),
        Around(AdvisorVariable.Labour, market.Default(MarketDefault.LabourFte).Value),
        new(AdvisorVariable.Utilisation, 0.5, 1.1, RangeShape.Triangular),
        new(AdvisorVariable.Throughput, 0.5, 1.5, RangeShape.Lognormal),
        Around(AdvisorVariable.Electricity, market.Default(MarketDefault.Electricity).Value),
    ];

    private static InputRange Around(AdvisorVariable variable, ValueRange value) =>
        new(variable, value.Low / value.Typical, value.High / value.Typical, RangeShape.Triangular);

    private static ApiInputs Cloud(MarketData market, PriceList prices) => new()
    {
        Model = "gemini-3.1-pro-preview",
        Provider = "google",
        Prices = PricesOf(prices, "google", "gemini-3.1-pro-preview"),
        ReasoningTokens = 300,
        RetryShare = 0.01,
        BatchDiscount = 0.5,
        Quality = 0.911,
        TtftMs = 800,
        OutputTokensPerSecond = 100,
        Availability = market.FindAvailability("google", AvailabilityKind.Observed)?.Availability.Typical ?? 0.997,
        SetupDays = 1,
    };

    private static ApiInputs Hosted(PriceList prices) => new()
    {
        Model = "meta-llama/Llama-3.3-70B-Instruct-Turbo",
        Provider = "together",
        Prices = PricesOf(prices, "together", "meta-llama/Llama-3.3-70B-Instruct-Turbo"),
        RetryShare = 0.01,
        BatchDiscount = 0.5,
        Quality = 0.86,
        TtftMs = 500,
        OutputTokensPerSecond = 80,
        Availability = 0.997,
        SetupDays = 1,
    };

    private static LocalInputs Local(MarketData market, Accelerator gpu) => new()
    {
        Model = "Llama 3.3 70B",
        Accelerator = Gpu,
        AcceleratorsPerReplica = GpusPerReplica,

        // 45% of the 8-bit peak over two operations a parameter, and what is then left of the seen 623 tokens/s at 5,000/500 tokens and 25 at a time.
        PrefillTokensPerSecond = 12_600,
        DecodeTokensPerSecond = 1230,
        Utilisation = market.Default(MarketDefault.Utilisation).Value.High,
        SpareReplicas = 1,
        Payment = HardwarePayment.Purchase,
        RentUsdPerHour = market.FindPrice(Gpu, AcceleratorPriceKind.Rent)!.Usd.Typical,
        PurchaseUsd = market.FindPrice(Gpu, AcceleratorPriceKind.Purchase)!.Usd.Typical,
        HostUsd = 15_000,
        LifetimeYears = market.Default(MarketDefault.AmortisationYears).Value.Typical,
        Watts = (GpusPerReplica * (gpu.Watts ?? 700)) + HostWatts,
        IdleShare = 0.3,
        Pue = market.Default(MarketDefault.Pue).Value.Typical,
        UsdPerKwh = market.Default(MarketDefault.Electricity).Value.Typical,
        LabourFte = market.Default(MarketDefault.LabourFte).Value.Typical,
        Quality = 0.86,
        TtftMs = 250,
        OutputTokensPerSecond = 40,
        ReplicaAvailability = 0.99,
        SiteAvailability = 0.999,
        SetupDays = 45,
    };

    private static ImmutableArray<ApiPriceTier> PricesOf(PriceList prices, string provider, string model) =>
        ApiInputs.PricesOf(prices.EffectiveRows().Last(row => row.Provider == provider && row.Model == model));
}
