using AutoClaw.Core.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Resilience;

public sealed class EngineBreakerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly EngineBreaker _breaker;

    public EngineBreakerTests() => _breaker = new EngineBreaker(_time);

    [Fact]
    public void Failed_ThreeInARow_OpensIt()
    {
        Assert.False(_breaker.Failed(isCertain: false));
        Assert.False(_breaker.Failed(isCertain: false));
        Assert.True(_breaker.TryEnter());
        Assert.True(_breaker.Failed(isCertain: false));
        Assert.True(_breaker.IsOpen);
        Assert.False(_breaker.TryEnter());
    }

    [Fact]
    public void Failed_WithAnAnswerInBetween_DoesNotOpenIt()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.False(_breaker.Failed(isCertain: false));
            Assert.False(_breaker.Failed(isCertain: false));
            Assert.False(_breaker.Succeeded());
        }

        Assert.False(_breaker.IsOpen);
    }

    [Fact]
    public void TryEnter_PauseOver_LetsOneCallFindOut()
    {
        Assert.True(_breaker.Failed(isCertain: true));
        _time.Advance(EngineBreaker.FirstPause);
        Assert.False(_breaker.IsOpen);
        Assert.True(_breaker.TryEnter());
        Assert.True(_breaker.IsOpen);
        Assert.False(_breaker.TryEnter());
        Assert.True(_breaker.Succeeded());
        Assert.True(_breaker.TryEnter());
        Assert.False(_breaker.Succeeded());
    }

    // The request whose call it would have been may have been answered by another engine.
    [Fact]
    public void TryEnter_FinderNeverCalls_TheNextOneMayAfterAnotherPause()
    {
        _breaker.Failed(isCertain: true);
        _time.Advance(EngineBreaker.FirstPause);
        Assert.True(_breaker.TryEnter());
        _time.Advance(EngineBreaker.FirstPause);
        Assert.True(_breaker.TryEnter());
    }

    [Fact]
    public void Failed_EachTimeItIsTried_StaysOpenForTwiceAsLongUpToAMinute()
    {
        _breaker.Failed(isCertain: true);
        foreach (var seconds in (int[])[5, 10, 20, 40, 60, 60])
        {
            _time.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.True(_breaker.IsOpen);
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(_breaker.TryEnter());
            Assert.False(_breaker.Failed(isCertain: true));
        }

        _breaker.Succeeded();
        _breaker.Failed(isCertain: true);
        _time.Advance(EngineBreaker.FirstPause);
        Assert.True(_breaker.TryEnter());
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(600, 60)]
    public void Failed_EngineWantsToBeLeftAlone_IsOpenThatLong(int asked, int seconds)
    {
        Assert.True(_breaker.Failed(isCertain: false, TimeSpan.FromSeconds(asked)));
        _time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.True(_breaker.IsOpen);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_breaker.TryEnter());
    }

    [Fact]
    public void TryEnter_ManyThreadsAtTheEndOfThePause_OneGetsThrough()
    {
        _breaker.Failed(isCertain: true);
        for (var round = 0; round < 100; round++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            var entered = 0;
            Parallel.For(0, 8, _ => Interlocked.Add(ref entered, _breaker.TryEnter() ? 1 : 0));
            Assert.Equal(1, entered);
        }
    }
}
