using AutoClaw.Gateway.LlamaServer;

namespace AutoClaw.Tests.LlamaServer;

public sealed class RestartPauseTests
{
    [Fact]
    public void Next_NeverWell_DoublesUpToHalfAMinute()
    {
        var pauses = new RestartPause(new Longest());
        Assert.Equal([0, 0.5, 1, 2, 4, 8, 16, 30, 30], Enumerable.Range(0, 9).Select(_ => pauses.Next(wasWell: false).TotalSeconds));
    }

    [Fact]
    public void Next_WellBeforeEachEnd_IsNone()
    {
        var pauses = new RestartPause(new Longest());
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(TimeSpan.Zero, pauses.Next(wasWell: true)));
    }

    [Fact]
    public void Next_WellInBetween_BeginsAnew()
    {
        var pauses = new RestartPause(new Longest());
        Assert.Equal([0, 0.5, 1, 0, 0.5], ((bool[])[false, false, false, true, false]).Select(well => pauses.Next(well).TotalSeconds));
    }

    [Fact]
    public void Next_AfterReset_BeginsAnew()
    {
        var pauses = new RestartPause(new Longest());
        pauses.Next(wasWell: false);
        pauses.Next(wasWell: false);
        pauses.Reset();
        Assert.Equal(TimeSpan.Zero, pauses.Next(wasWell: false));
    }

    [Fact]
    public void Next_OfTwoThatFailTogether_DiffersByUpToAQuarter()
    {
        var (one, other) = (new RestartPause(new Random(1)), new RestartPause(new Random(2)));
        one.Next(wasWell: false);
        other.Next(wasWell: false);
        for (double longest = 0.5; longest <= 16; longest *= 2)
        {
            var (first, second) = (one.Next(wasWell: false).TotalSeconds, other.Next(wasWell: false).TotalSeconds);
            Assert.InRange(first, 0.75 * longest, longest);
            Assert.InRange(second, 0.75 * longest, longest);
            Assert.NotEqual(first, second);
        }
    }

    private sealed class Longest() : Random(0)
    {
        public override double NextDouble() => 0;
    }
}
