using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using CsCheck;

namespace AutoClaw.Tests.Pricing;

public sealed class LocalCostTests
{
    // 4 years of 8765.82 hours are 35063.28: one dollar an hour, two at half the utilisation. Power: 0.5 kW x 1.2 x 0.30 = 0.18.
    private static readonly LocalCost TwoEighteen = new(35_063.28m, 4, Watts: 500, UsdPerKwh: 0.30m, Pue: 1.2m, Utilisation: 0.5m);

    [Fact]
    public void UsdPerBusyHour_ByHand_IsHardwarePlusPower() => Assert.Equal(2.18m, TwoEighteen.UsdPerBusyHour);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3_600_000_000, 2_180_000_000_000)]

    // 2.18 / 3600 = 0.000605555555555...
    [InlineData(1_000_000, 605_555_556)]

    // A microsecond: 605.555...
    [InlineData(1, 606)]
    public void Of_Microseconds_IsExactToThePicodollar(long micros, long picodollars) => Assert.Equal(new Money(picodollars), TwoEighteen.Of(micros));

    [Fact]
    public void Of_OnlyPower_NeedsNoHardware() =>
        Assert.Equal(Money.FromUsd(0.1m), new LocalCost(0, 4, 400, 0.25m, 1, 1).Of(3_600_000_000m));

    [Fact]
    public void Of_MoreThanMoneyHolds_IsUnknown() => Assert.Null(TwoEighteen.Of(1e20m));

    [Fact]
    public void Of_NegativeTime_IsABug() => Assert.Throws<ArgumentOutOfRangeException>(() => TwoEighteen.Of(-1));

    [Fact]
    public void UsdPerBusyHour_AnyInput_GrowsWithEveryCostAndFallsWithUtilisation() =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 5_000], Gen.Int[1, 100]).Sample((hardware, watts, percent) =>
        {
            var cost = new LocalCost(hardware, 4, watts, 0.3m, 1.5m, percent / 100m);
            return cost.UsdPerBusyHour >= 0
                && (cost with { HardwareUsd = hardware + 1 }).UsdPerBusyHour > cost.UsdPerBusyHour
                && (cost with { Watts = watts + 1 }).UsdPerBusyHour > cost.UsdPerBusyHour
                && (cost with { Utilisation = 1 }).UsdPerBusyHour <= cost.UsdPerBusyHour;
        });
}
