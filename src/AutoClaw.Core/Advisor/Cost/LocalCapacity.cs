using AutoClaw.Core.Pricing;

namespace AutoClaw.Core.Advisor.Cost;

/// <summary>How much one replica can do, and what it costs.</summary>
public static class LocalCapacity
{
    /// <summary>Of the mean month: a twelfth of the mean year.</summary>
    public const double HoursPerMonth = (double)LocalCost.HoursPerYear / 12;

    private const double SecondsPerHour = 3600;

    /// <summary>The time of one replica that the mean request takes: prompt tokens not held / prefill rate + tokens written / decode rate.</summary>
    public static double SecondsPerRequest(LocalInputs local, WorkloadInputs workload)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(workload);
        return (workload.InputTokens * (1 - local.CachedShare) / local.PrefillTokensPerSecond)
            + ((workload.OutputTokens + local.ReasoningTokens) / local.DecodeTokensPerSecond);
    }

    /// <summary>Requests a month that one replica takes: seconds of a month x utilisation / (peak-to-average x seconds a request).</summary>
    public static double RequestsPerReplica(LocalInputs local, WorkloadInputs workload) =>
        HoursPerMonth * SecondsPerHour * local.Utilisation / (workload.PeakToAverage * SecondsPerRequest(local, workload));

    /// <summary>Accelerators and machine over the months of their life, or the hours of a month at the rent.</summary>
    public static double HardwareUsdPerMonth(LocalInputs local)
    {
        ArgumentNullException.ThrowIfNull(local);
        return local.Payment == HardwarePayment.Rent
            ? local.AcceleratorsPerReplica * local.RentUsdPerHour * HoursPerMonth
            : PurchaseUsd(local) / (local.LifetimeYears * 12);
    }

    /// <summary>What one replica costs to buy; 0 where it is rented.</summary>
    public static double PurchaseUsd(LocalInputs local)
    {
        ArgumentNullException.ThrowIfNull(local);
        return local.Payment == HardwarePayment.Rent ? 0 : (local.AcceleratorsPerReplica * local.PurchaseUsd) + local.HostUsd;
    }

    /// <summary>What a replica draws in a month whether or not it is asked: watts x idle share x PUE x price x hours. 0 where rented.</summary>
    public static double IdlePowerUsdPerMonth(LocalInputs local) => PowerUsdPerHour(local) * local.IdleShare * HoursPerMonth;

    /// <summary>What a request draws on top: watts x (1 - idle share) x PUE x price x hours of a replica. 0 where rented.</summary>
    public static double PowerUsdPerRequest(LocalInputs local, WorkloadInputs workload) =>
        PowerUsdPerHour(local) * (1 - local.IdleShare) * SecondsPerRequest(local, workload) / SecondsPerHour;

    private static double PowerUsdPerHour(LocalInputs local)
    {
        ArgumentNullException.ThrowIfNull(local);
        return local.Payment == HardwarePayment.Rent ? 0 : local.Watts / 1000 * local.Pue * local.UsdPerKwh;
    }
}
