using AutoClaw.Cli.Bench;
using AutoClaw.Core.Model;
using Xunit;

namespace AutoClaw.Tests.Benchmark.Cli;

public sealed class SpendLimitTests
{
    [Fact]
    public void TryEnter_CountsWhatIsUnderWayAtItsHighest()
    {
        var spend = new SpendLimit(Usd(1));
        Assert.True(spend.TryEnter(Usd(0.6m)));
        Assert.False(spend.TryEnter(Usd(0.5m)));
        Assert.True(spend.IsReached);

        // Once reached it stays so: a smaller call that still fits would change which prompts an engine gets.
        spend.Leave(Usd(0.6m), Usd(0.1m));
        Assert.False(spend.TryEnter(Usd(0.01m)));
        Assert.Equal(Usd(0.1m), spend.Spent);
    }

    [Fact]
    public void Leave_WithoutAKnownCost_CountsTheHighest()
    {
        var spend = new SpendLimit(Usd(1));
        Assert.True(spend.TryEnter(Usd(0.6m)));
        spend.Leave(Usd(0.6m), null);
        Assert.Equal(Usd(0.6m), spend.Spent);
        Assert.True(spend.TryEnter(Usd(0.4m)));
    }

    [Fact]
    public void TryEnter_WithoutALimit_LetsEverythingThrough() => Assert.True(new SpendLimit(null).TryEnter(Usd(1_000_000)));

    private static Money Usd(decimal usd) => Money.FromUsd(usd);
}
