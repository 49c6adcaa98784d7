using AutoClaw.Core.Model;
using AutoClaw.Core.Routing.Aims;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Routing.Aims;

public sealed class BudgetMeterTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(1.0)]
    [InlineData(1.9)]
    [InlineData(0.1)]
    public void TryReserve_ManyAtATime_NeverPassTheLimitByMoreThanOne(double overrun)
    {
        // Sixteen callers that take turns at random; every call is expected to cost 10 and costs that times the overrun.
        var meter = Meter(1000);
        var random = new Random(1);
        var underWay = new List<BudgetReservation>();
        for (var i = 0; i < 5000; i++)
        {
            if (underWay.Count < 16 && random.Next(2) == 0)
            {
                if (meter.TryReserve(Usd(10), isBounded: true, out var reservation))
                {
                    underWay.Add(reservation);
                }
            }
            else if (underWay.Count > 0)
            {
                var at = random.Next(underWay.Count);
                meter.Settle(underWay[at], Usd(10 * (decimal)overrun), _time.GetUtcNow());
                underWay.RemoveAt(at);
            }
        }

        underWay.ForEach(left => meter.Settle(left, Usd(10 * (decimal)overrun), _time.GetUtcNow()));
        Assert.InRange(meter.Spent.Usd, 970, 1000 + (10 * (decimal)overrun));
        Assert.Equal(0, meter.Held.Usd);
    }

    [Fact]
    public async Task TryReserve_ManyThreads_NeverPassTheLimitByMoreThanOne()
    {
        var meter = Meter(1000);
        var random = new Random(2);
        var costs = Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, 3000).Select(_ => 1 + random.NextDouble()).ToArray()).ToArray();
        var spent = await Task.WhenAll(costs.Select(own => Task.Run(() =>
        {
            var sum = 0m;
            foreach (var cost in own)
            {
                if (meter.TryReserve(Usd(1), isBounded: true, out var reservation))
                {
                    sum += (decimal)cost;
                    meter.Settle(reservation, Usd((decimal)cost), _time.GetUtcNow());
                }
            }

            return sum;
        })));

        Assert.Equal(spent.Sum(), meter.Spent.Usd, 6);
        Assert.InRange(meter.Spent.Usd, 990, 1002);
    }

    [Fact]
    public void TryReserve_LengthUnknown_GoesAloneUntilAnAnswerHasTold()
    {
        var meter = Meter(1000);
        Assert.True(meter.TryReserve(Usd(1), isBounded: false, out var first));
        Assert.False(meter.TryReserve(Usd(1), isBounded: false, out _));
        Assert.True(meter.TryReserve(Usd(1), isBounded: true, out var bounded));
        meter.Settle(bounded, Usd(1), _time.GetUtcNow());

        // The first answer is a hundred times as long as expected, so the next calls are taken to be.
        meter.Settle(first, Usd(100), _time.GetUtcNow());
        Assert.True(meter.TryReserve(Usd(1), isBounded: false, out _));
        Assert.True(meter.TryReserve(Usd(1), isBounded: false, out _));
        Assert.True(meter.TryReserve(Usd(1), isBounded: false, out _));
        Assert.True(meter.TryReserve(Usd(1), isBounded: false, out _));
        Assert.False(meter.TryReserve(Usd(1), isBounded: false, out _));
    }

    [Fact]
    public void TryReserve_LastOfTheBudget_GoesToOneCallAtATime()
    {
        var meter = Meter(10);
        Assert.True(meter.TryReserve(Usd(7), isBounded: true, out var first));
        Assert.False(meter.TryReserve(Usd(1), isBounded: true, out _));
        meter.Settle(first, Usd(7), _time.GetUtcNow());
        Assert.False(meter.TryReserve(Usd(3.01m), isBounded: true, out _));
        Assert.True(meter.TryReserve(Usd(3), isBounded: true, out var last));
        meter.Settle(last, Usd(3), _time.GetUtcNow());
        Assert.False(meter.TryReserve(Usd(0.000001m), isBounded: true, out _));
    }

    [Fact]
    public void TryReserve_CostUnknown_NeverGoes() => Assert.False(Meter(10).TryReserve(null, isBounded: true, out _));

    [Fact]
    public void Settle_CostUnknown_CountsWhatWasExpected()
    {
        var meter = Meter(10);
        Assert.True(meter.TryReserve(Usd(2), isBounded: true, out var reservation));
        meter.Settle(reservation, null, _time.GetUtcNow());
        Assert.Equal(2, meter.Spent.Usd);
    }

    [Fact]
    public void NewPeriod_Begins_EverythingIsFreeAndOldCallsAreNotIts()
    {
        var meter = Meter(10);
        Assert.True(meter.TryReserve(Usd(4), isBounded: true, out var first));
        Assert.True(meter.TryReserve(Usd(1), isBounded: true, out var crossing));
        meter.Settle(first, Usd(4), _time.GetUtcNow());
        var before = _time.GetUtcNow();
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 13, 0, 0, TimeSpan.Zero), meter.ResetsAt);

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, meter.Spent.Usd);
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 14, 0, 0, TimeSpan.Zero), meter.ResetsAt);
        meter.Settle(crossing, Usd(1), before);
        Assert.Equal((0, 0), (meter.Spent.Usd, meter.Held.Usd));
        Assert.True(meter.TryReserve(Usd(10), isBounded: true, out _));
    }

    [Fact]
    public void New_SpentBefore_CountsOn()
    {
        var meter = new BudgetMeter(new BudgetAim(Usd(10), BudgetPeriod.Hour), Usd(9), _time);
        Assert.False(meter.TryReserve(Usd(1.5m), isBounded: true, out _));
        Assert.True(meter.TryReserve(Usd(1), isBounded: true, out _));
    }

    [Fact]
    public void Limit_Changed_CountsAtOnce()
    {
        var meter = Meter(10);
        meter.Limit = Usd(1);
        Assert.False(meter.TryReserve(Usd(2), isBounded: true, out _));
        meter.Limit = Usd(2);
        Assert.True(meter.TryReserve(Usd(2), isBounded: true, out _));
    }

    private static Money Usd(decimal amount) => Money.FromUsd(amount);

    private BudgetMeter Meter(decimal usd) => new(new BudgetAim(Usd(usd), BudgetPeriod.Hour), Money.Zero, _time);
}
