using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Options;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Engines;

public sealed class EngineCostTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 0, 0, 0, TimeSpan.Zero);
    private static readonly Usage Some = new(10, 0, 5, 0, Estimated: false);

    [Fact]
    public void SetCost_ByTime_IsTheShareOfTheHour()
    {
        using var engine = new EngineClient(Local());
        var attempt = NewAttempt();
        attempt.BusyMicros = 3_600_000_000m;

        engine.SetCost(attempt, Some, PriceList.Shipped, Now);

        Assert.Equal((Money.FromUsd(0.25m), LocalCost.Version, Some), (attempt.Cost, attempt.PriceVersion, attempt.Usage));
    }

    [Fact]
    public void SetCost_NotEndedYet_IsUnknown()
    {
        using var engine = new EngineClient(Local());
        var attempt = NewAttempt();
        engine.SetCost(attempt, Some, PriceList.Shipped, Now);
        Assert.Null(attempt.Cost);
    }

    [Fact]
    public void SetCost_NothingUsed_IsNothing()
    {
        using var engine = new EngineClient(Local());
        var attempt = NewAttempt();
        attempt.BusyMicros = 100;
        engine.SetCost(attempt, default, PriceList.Shipped, Now);
        Assert.Equal(Money.Zero, attempt.Cost);
    }

    [Fact]
    public void SetCost_WithoutCost_IsFreeAsBefore()
    {
        using var engine = new EngineClient(Local() with { Cost = null });
        var attempt = NewAttempt();
        engine.SetCost(attempt, Some, PriceList.Shipped, Now);
        Assert.Equal((Money.Zero, PriceRow.LocalVersion), (attempt.Cost, attempt.PriceVersion));
        Assert.Null(engine.Enter());
    }

    [Fact]
    public void Enter_TwoCalls_ShareTheTimeAndEndOnce()
    {
        var time = new FakeTimeProvider();
        var busy = new EngineBusy(time);
        using var first = busy.Enter();
        time.Advance(TimeSpan.FromSeconds(1));
        var second = busy.Enter();
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1_000_000m, second.End());
        second.Dispose();
        Assert.Equal(1_000_000m, second.End());
        Assert.Equal(2_000_000m, first.End());
    }

    // 400 W at 0.625 USD a kilowatt-hour: a quarter of a dollar an hour.
    private static EngineOptions Local() => new()
    {
        Id = "e", Place = Place.Local, Model = "m", BaseUrl = new Uri("http://127.0.0.1:9/v1"), Cost = new EngineCostOptions(0, 400, 0.625m, 1),
    };

    private static Attempt NewAttempt() => new()
    {
        RequestId = "r", Number = 1, Operation = "chat", Route = "auto", Engine = "e", Place = Place.Local, Model = "m", Reason = "pinned", ReceivedAt = Now,
    };
}
