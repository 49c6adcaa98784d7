using AutoClaw.Core.Pricing;

namespace AutoClaw.Gateway.Options;

/// <summary>What one's own hardware costs, to be divided among the requests that it answers: see <see cref="LocalCost"/>.</summary>
/// <param name="HardwareUsd">US dollars for the machine, or for the engine's share of it.</param>
/// <param name="Watts">Power drawn while the engine works.</param>
/// <param name="UsdPerKwh">US dollars a kilowatt-hour.</param>
/// <param name="Utilisation">Share of its hours in which the engine works.</param>
public sealed record EngineCostOptions(decimal HardwareUsd, decimal Watts, decimal UsdPerKwh, decimal Utilisation)
{
    /// <summary>Years over which the hardware is written off.</summary>
    public decimal LifetimeYears { get; init; } = 4;

    /// <summary>Power from the grid for each watt of the machine; 1: nothing but the machine.</summary>
    public decimal Pue { get; init; } = 1;

    /// <summary>The watts are measured where this machine tells them; <see cref="Watts"/> stands in until then.</summary>
    public bool Measured { get; init; }

    internal LocalCost ToCost() => new(HardwareUsd, LifetimeYears, Watts, UsdPerKwh, Pue, Utilisation);
}
