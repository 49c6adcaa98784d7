using AutoClaw.Core.Resilience;

namespace AutoClaw.Tests.Resilience;

public sealed class RetryTests
{
    [Theory]
    [InlineData(100, 21)]
    [InlineData(1000, 201)]
    public void Budget_EveryCallFailsAndWantsARetry_AddsAFifth(int calls, int most)
    {
        var budget = new RetryBudget();
        var retries = 0;
        for (var i = 0; i < calls; i++)
        {
            budget.Earn();
            retries += budget.TrySpend() ? 1 : 0;
        }

        Assert.InRange(retries, most - 2, most);
    }

    [Fact]
    public void Budget_OfAnEngineThatDidWell_IsBounded()
    {
        var budget = new RetryBudget();
        for (var i = 0; i < 100_000; i++)
        {
            budget.Earn();
        }

        var retries = 0;
        while (budget.TrySpend())
        {
            retries++;
        }

        Assert.Equal(10, retries);
    }

    [Theory]
    [InlineData(1, null, 0, 0)]
    [InlineData(1, null, 0.5, 250)]
    [InlineData(3, null, 0.5, 1000)]
    [InlineData(9, null, 0.5, 4000)]
    [InlineData(1, 3, 0.5, 3250)]
    [InlineData(1, 9, 0.5, null)]
    public void Pause_OfARetry_IsAnythingUpToABoundAfterWhatTheEngineAskedFor(int retry, int? wish, double random, int? milliseconds) => Assert.Equal(
        milliseconds, RetryPause.Of(retry, wish is { } seconds ? TimeSpan.FromSeconds(seconds) : null, random)?.TotalMilliseconds);
}
