using AutoClaw.Core.Model;

namespace AutoClaw.Core.Pricing;

/// <summary>
/// What an engine on one's own hardware costs: its price spread over its life, and its power. An estimate, since its life and, unless they
/// were measured, the watts are the operator's. Exact decimals up to one rounding to the picodollar.
/// </summary>
/// <param name="HardwareUsd">What the machine, or the engine's share of it, cost. 0 or more.</param>
/// <param name="LifetimeYears">Years over which it is written off; more than 0.</param>
/// <param name="Watts">Power drawn while the engine works. 0 or more.</param>
/// <param name="UsdPerKwh">What a kilowatt-hour costs. 0 or more.</param>
/// <param name="Pue">Power drawn from the grid for each watt that the machine draws: cooling, conversion. 1 or more.</param>
/// <param name="Utilisation">Share of the hours of its life in which it works, more than 0 and at most 1: idle hours are paid for by the busy ones.</param>
public sealed record LocalCost(decimal HardwareUsd, decimal LifetimeYears, decimal Watts, decimal UsdPerKwh, decimal Pue, decimal Utilisation)
{
    /// <summary>Written as the price version beside a cost of this kind: local, and an estimate.</summary>
    public const string Version = "local-estimate";

    /// <summary>The same where the watts were measured; the hardware's part stays an estimate.</summary>
    public const string MeasuredVersion = "local-measured";

    /// <summary>Of the mean year of the Gregorian calendar, 365.2425 days.</summary>
    public const decimal HoursPerYear = 8765.82m;

    // The whole dollars that Money can hold.
    private const decimal Highest = long.MaxValue / Money.PerDollar;

    private const decimal MicrosPerHour = 3_600_000_000m;

    /// <summary>US dollars for an hour in which the engine works.</summary>
    public decimal UsdPerBusyHour =>
        (HardwareUsd / (LifetimeYears * HoursPerYear * Utilisation)) + (Watts / 1000m * Pue * UsdPerKwh);

    /// <summary>
    /// What <paramref name="share"/> costs, rounded half away from zero to the picodollar: the microseconds of its own during which a call
    /// kept the engine busy (<see cref="BusyShare"/>).
    /// </summary>
    /// <returns>Null where it is more than <see cref="Money"/> holds.</returns>
    public Money? Of(decimal share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        var usd = UsdPerBusyHour * share / MicrosPerHour;
        return usd <= Highest ? Money.FromUsd(usd) : null;
    }
}
