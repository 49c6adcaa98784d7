using AutoClaw.Core.Advisor.Data;

namespace AutoClaw.Core.Advisor;

/// <summary>The operator's own engines. A replica is what answers alone: one model on one or more accelerators.</summary>
public sealed record LocalInputs
{
    public required string Model { get; init; }

    /// <summary>For people, for example <c>h100-80gb-sxm</c>.</summary>
    public required string Accelerator { get; init; }

    public required int AcceleratorsPerReplica { get; init; }

    /// <summary>Prompt tokens a second that one replica reads at the latency that is asked for, were it to do nothing else.</summary>
    public required double PrefillTokensPerSecond { get; init; }

    /// <summary>Answer tokens a second that one replica writes at that latency, of all requests together, were it to do nothing else.</summary>
    public required double DecodeTokensPerSecond { get; init; }

    /// <summary>Share of the prompt tokens that the engine still holds.</summary>
    public double CachedShare { get; init; }

    /// <summary>Tokens that the model thinks before the mean answer.</summary>
    public double ReasoningTokens { get; init; }

    /// <summary>Share of a replica's time that may be planned for the busiest hour. More than 0, at most 1.</summary>
    public required double Utilisation { get; init; }

    /// <summary>Replicas beside those needed.</summary>
    public required int SpareReplicas { get; init; }

    public required HardwarePayment Payment { get; init; }

    /// <summary>One accelerator, an hour.</summary>
    public required double RentUsdPerHour { get; init; }

    /// <summary>One accelerator.</summary>
    public required double PurchaseUsd { get; init; }

    /// <summary>The machine around the accelerators of one replica.</summary>
    public required double HostUsd { get; init; }

    /// <summary>Years until bought hardware is written off.</summary>
    public required double LifetimeYears { get; init; }

    /// <summary>Of one replica at work, machine included.</summary>
    public required double Watts { get; init; }

    /// <summary>Share of <see cref="Watts"/> that is drawn while nothing is asked.</summary>
    public required double IdleShare { get; init; }

    /// <summary>Power drawn from the grid for each watt of the machine. 1 or more.</summary>
    public required double Pue { get; init; }

    public required double UsdPerKwh { get; init; }

    /// <summary>Whatever else a replica costs a month: rack, network, upkeep.</summary>
    public double OtherUsdPerMonth { get; init; }

    /// <summary>Engineers that keep it running; paid for whatever the volume.</summary>
    public required double LabourFte { get; init; }

    /// <summary>0 to 1, on the same measure as the others'.</summary>
    public required double Quality { get; init; }

    /// <summary>Median time until the first token of any kind, in milliseconds.</summary>
    public required double TtftMs { get; init; }

    /// <summary>What one caller sees.</summary>
    public required double OutputTokensPerSecond { get; init; }

    /// <summary>Share of the time in which one replica works.</summary>
    public required double ReplicaAvailability { get; init; }

    /// <summary>Share of the time in which the site has power and network.</summary>
    public required double SiteAvailability { get; init; }

    /// <summary>Days until the first answer in production.</summary>
    public required double SetupDays { get; init; }

    /// <summary>For rented machines: true where a contract on regulated data is signed with whoever owns them.</summary>
    public bool ProcessorAgreement { get; init; }

    /// <summary>
    /// The same on other accelerators: their prices and power, as far as the market data has them. What they read and write a second is the
    /// caller's to say.
    /// </summary>
    /// <returns>Null where the market data has no such accelerator, or no price for the way that is paid.</returns>
    public LocalInputs? On(MarketData market, string accelerator, int count)
    {
        ArgumentNullException.ThrowIfNull(market);
        var paid = market.FindPrice(accelerator, Payment == HardwarePayment.Rent ? AcceleratorPriceKind.Rent : AcceleratorPriceKind.Purchase);
        return market.FindAccelerator(accelerator) is not { } found || paid is null ? null : this with
        {
            Accelerator = accelerator,
            AcceleratorsPerReplica = count,
            RentUsdPerHour = market.FindPrice(accelerator, AcceleratorPriceKind.Rent)?.Usd.Typical ?? RentUsdPerHour,
            PurchaseUsd = market.FindPrice(accelerator, AcceleratorPriceKind.Purchase)?.Usd.Typical ?? PurchaseUsd,
            Watts = found.Watts is { } watts ? (watts * count) + AdvisorDefaults.HostWatts : Watts,
        };
    }
}
