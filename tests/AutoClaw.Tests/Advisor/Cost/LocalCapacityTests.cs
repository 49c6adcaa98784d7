using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Cost;

namespace AutoClaw.Tests.Advisor.Cost;

public sealed class LocalCapacityTests
{
    private static readonly WorkloadInputs Work = Known.Inputs.Workload;

    // 8,765.82 hours a year / 12.
    [Fact]
    public void HoursPerMonth_IsATwelfthOfTheMeanYear() => Assert.Equal(730.485, LocalCapacity.HoursPerMonth, 1e-12);

    // 1,000 / 10,000 + 200 / 1,000.
    [Fact]
    public void SecondsPerRequest_IsReadingAndWriting() => Assert.Equal(0.3, LocalCapacity.SecondsPerRequest(Known.Local, Work), 1e-15);

    // 1,000 x 0.5 / 10,000 + (200 + 100) / 1,000.
    [Fact]
    public void SecondsPerRequest_CachedIsNotReadAndThoughtIsWritten() =>
        Assert.Equal(0.35, LocalCapacity.SecondsPerRequest(Known.Local with { CachedShare = 0.5, ReasoningTokens = 100 }, Work), 1e-15);

    // 2,629,746 s x 0.6 / (3 x 0.3).
    [Fact]
    public void RequestsPerReplica_IsTheMonthAtUtilisationOverThePeak() =>
        Assert.Equal(1_753_164, LocalCapacity.RequestsPerReplica(Known.Local, Work), 1e-6);

    // (2 x 10,000 + 4,000) / 48.
    [Fact]
    public void Hardware_Bought_IsWrittenOff() => Assert.Equal(500, LocalCapacity.HardwareUsdPerMonth(Known.Local), 1e-12);

    // 2 x 2 x 730.485; nothing to buy, and the rent has the power in it.
    [Fact]
    public void Hardware_Rented_IsEveryHour()
    {
        var rented = Known.Local with { Payment = HardwarePayment.Rent };

        Assert.Equal(2921.94, LocalCapacity.HardwareUsdPerMonth(rented), 1e-9);
        Assert.Equal(
            (0, 0, 0),
            (LocalCapacity.PurchaseUsd(rented), LocalCapacity.IdlePowerUsdPerMonth(rented), LocalCapacity.PowerUsdPerRequest(rented, Work)));
    }

    // 1 kW x 1.5 x 0.2 = 0.3 USD/h. Idle: a quarter of it, 730.485 h. A request: three quarters of it, 0.3 s.
    [Fact]
    public void Power_IsIdleByTheHourAndTheRestByTheRequest()
    {
        Assert.Equal(54.786375, LocalCapacity.IdlePowerUsdPerMonth(Known.Local), 1e-9);
        Assert.Equal(0.00001875, LocalCapacity.PowerUsdPerRequest(Known.Local, Work), 1e-15);
    }
}
