using AutoClaw.Cli.Simulator;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Simulator;

public sealed class StreamPacerTests
{
    [Fact]
    public async Task Wait_Due_EndsThenAndNotBefore()
    {
        var time = new FakeTimeProvider();
        using var pacer = new StreamPacer(time, CancellationToken.None);
        var wait = pacer.WaitUntilAsync(TimeSpan.FromMilliseconds(10)).AsTask();
        time.Advance(TimeSpan.FromMilliseconds(9));
        Assert.False(wait.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await wait);
    }

    [Fact]
    public async Task Wait_AlreadyDue_CatchesUpWithoutWaiting()
    {
        var time = new FakeTimeProvider();
        using var pacer = new StreamPacer(time, CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await pacer.WaitUntilAsync(TimeSpan.FromMilliseconds(10)));
        Assert.True(await pacer.WaitUntilAsync(TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    public async Task Wait_ClientLeaves_EndsAtOnceWithFalse()
    {
        using var left = new CancellationTokenSource();
        using var pacer = new StreamPacer(new FakeTimeProvider(), left.Token);
        var wait = pacer.WaitUntilAsync(TimeSpan.FromHours(1)).AsTask();
        await left.CancelAsync();
        Assert.False(await wait);
        Assert.False(await pacer.WaitUntilAsync(TimeSpan.Zero));
    }

    [Fact]
    public void Schedule_Jitter_KeepsOrderAndTotalAndIsSeeded()
    {
        var options = new SimulatorServerOptions { Ttft = TimeSpan.FromMilliseconds(50), TokensPerSecond = 100, Jitter = 0.5, Seed = 7 };
        var dues = Dues(options);
        Assert.Equal(dues, Dues(options));
        Assert.NotEqual(dues, Dues(options with { Seed = 8 }));
        Assert.Equal(dues.Order(), dues);

        // 50 ms and 999 steps of 10 ms, give or take one jittered step.
        Assert.InRange(dues[^1].TotalMilliseconds, 10_035, 10_045);
    }

    private static List<TimeSpan> Dues(SimulatorServerOptions options)
    {
        var schedule = new TokenSchedule(options, 1);
        var dues = new List<TimeSpan>();
        for (var i = 0; i < 1000; i++)
        {
            dues.Add(schedule.Next());
        }

        return dues;
    }
}
