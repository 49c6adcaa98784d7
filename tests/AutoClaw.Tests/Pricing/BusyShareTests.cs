using AutoClaw.Core.Pricing;
using CsCheck;

namespace AutoClaw.Tests.Pricing;

public sealed class BusyShareTests
{
    [Fact]
    public void End_AloneCall_HasAllOfItsTime()
    {
        var busy = new BusyShare();
        var mark = busy.Begin(100);
        Assert.Equal(50m, busy.End(mark, 150));
        Assert.Equal(0, busy.Calls);
    }

    [Fact]
    public void End_IdleTimeBetweenCalls_IsNobodys()
    {
        var busy = new BusyShare();
        busy.End(busy.Begin(0), 10);
        Assert.Equal(5m, busy.End(busy.Begin(1_000), 1_005));
    }

    [Fact]
    public void End_TwoCalls_ShareTheTimeInWhichBothWere()
    {
        // First 0 to 30, second 10 to 20: 10 alone, 10 shared, 10 alone.
        var busy = new BusyShare();
        var first = busy.Begin(0);
        var second = busy.Begin(10);
        Assert.Equal(5m, busy.End(second, 20));
        Assert.Equal(25m, busy.End(first, 30));
    }

    [Fact]
    public void End_ClockStandsStill_IsNothing()
    {
        var busy = new BusyShare();
        var mark = busy.Begin(100);
        Assert.Equal(0m, busy.End(mark, 90));
    }

    [Fact]
    public void End_WithoutBegin_IsABug()
    {
        var busy = new BusyShare();
        Assert.Throws<ArgumentOutOfRangeException>(() => busy.End(0, 1));
    }

    [Fact]
    public void End_AnyCalls_PartsAddUpToTheBusyTime() => Gen.Select(Gen.Int[0, 1_000], Gen.Int[0, 300]).Array[1, 30].Sample(calls =>
    {
        var busy = new BusyShare();
        var marks = new decimal[calls.Length];
        var parts = 0m;
        var events = calls.SelectMany((call, index) => new[] { (At: call.Item1, Ends: 0, index), (At: call.Item1 + call.Item2, Ends: 1, index) });
        foreach (var (at, ends, index) in events.OrderBy(each => each.At).ThenBy(each => each.Ends))
        {
            if (ends == 0)
            {
                marks[index] = busy.Begin(at);
                continue;
            }

            var part = busy.End(marks[index], at);
            Assert.InRange(part, 0m, calls[index].Item2 + 0.000_001m);
            parts += part;
        }

        var covered = Enumerable.Range(0, 1_300).Count(moment => calls.Any(call => call.Item1 <= moment && moment < call.Item1 + call.Item2));
        Assert.Equal(covered, parts, 6);
    });
}
