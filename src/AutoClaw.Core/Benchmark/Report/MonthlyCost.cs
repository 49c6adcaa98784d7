using AutoClaw.Core.Benchmark.Statistics;
using AutoClaw.Core.Pricing;

namespace AutoClaw.Core.Benchmark.Report;

/// <summary>What so many requests a month cost.</summary>
public static class MonthlyCost
{
    /// <summary>Of a mean month: a twelfth of the mean year's 8,765.82.</summary>
    public const double HoursPerMonth = (double)LocalCost.HoursPerYear / 12;

    /// <summary>By the request, in US dollars.</summary>
    public static Interval ByRequest(Interval costPerRequest, long requests) => costPerRequest.Times(requests);

    /// <summary>
    /// On one's own hardware: whole machines, bought, and the power of the hours in which they work. Requests are taken one after the
    /// other, as they were measured; an engine that answers several at once needs fewer machines, so that this is the most it costs.
    /// </summary>
    /// <param name="hardware">One machine.</param>
    /// <param name="secondsPerRequest">Measured, alone on the machine.</param>
    /// <param name="requests">A month.</param>
    /// <returns>US dollars, and how many machines.</returns>
    public static (double Usd, int Machines) OnHardware(LocalCost hardware, double secondsPerRequest, long requests)
    {
        ArgumentNullException.ThrowIfNull(hardware);
        var busyHours = requests * secondsPerRequest / 3600;
        var machines = Math.Max(1, (int)Math.Ceiling(busyHours / HoursPerMonth));
        var power = busyHours * (double)(hardware.Watts / 1000 * hardware.Pue * hardware.UsdPerKwh);
        return ((machines * (double)(hardware.HardwareUsd / (hardware.LifetimeYears * 12))) + power, machines);
    }
}
