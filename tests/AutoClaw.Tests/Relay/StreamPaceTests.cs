using AutoClaw.Gateway.Relay;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Relay;

public sealed class StreamPaceTests
{
    private const int Few = 8;

    private static readonly TimeSpan Slow = StreamPace.Window;
    private static readonly TimeSpan Quick = StreamPace.Window / 5;

    private readonly FakeTimeProvider _time = new();
    private readonly FastStreams _streams = new();

    [Fact]
    public void Collects_TokensAsPeopleGetThem_Never()
    {
        _streams.Enter();
        using var pace = New();
        Assert.All(Enumerable.Range(0, 100), _ => Assert.False(Next(pace, Slow)));
    }

    // The end of an answer is a few events close together.
    [Fact]
    public void Collects_AFewCloseTogether_DoNotWait()
    {
        _streams.Enter();
        using var pace = New();
        for (var i = 0; i < 20; i++)
        {
            Assert.False(Next(pace, Slow));
            Assert.All(Enumerable.Range(0, Few - 1), _ => Assert.False(Next(pace, Quick)));
        }
    }

    [Fact]
    public void Collects_AFastStreamAmongOthers_WaitsOnceBeforeEachWrite()
    {
        _streams.Enter();
        using var pace = New();
        Assert.All(Enumerable.Range(0, Few - 1), _ => Assert.False(Next(pace, Quick)));
        for (var i = 0; i < 10; i++)
        {
            Assert.True(Next(pace, Quick));

            // More was there: it goes out with the first, and does not wait again.
            Assert.False(pace.Collects());
            Assert.False(pace.Collects());
        }

        Assert.False(Next(pace, Slow));
        Assert.False(Next(pace, Quick));
    }

    [Fact]
    public void Collects_AFastStreamAlone_DoesNotWait()
    {
        using var pace = New();
        Assert.All(Enumerable.Range(0, 100), _ => Assert.False(Next(pace, Quick)));

        using var other = New();
        Assert.All(Enumerable.Range(0, Few - 1), _ => Next(other, Quick));
        Assert.False(Next(pace, Quick));
        Next(other, Quick);
        Assert.True(Next(pace, Quick));
    }

    // Whether one ends or becomes slow, it counts no more.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AreSeveral_FastOnesThatEnd_AreNotCounted(bool ends)
    {
        using var pace = New();
        using var other = New();
        for (var i = 0; i < Few; i++)
        {
            Next(pace, Quick);
            Next(other, Quick);
        }

        Assert.True(_streams.AreSeveral);
        if (ends)
        {
            other.Dispose();
            other.Dispose();
        }
        else
        {
            Next(other, Slow);
        }

        Assert.False(_streams.AreSeveral);
        Assert.False(Next(pace, Quick));
    }

    private StreamPace New() => new(_time, _streams);

    private bool Next(StreamPace pace, TimeSpan after)
    {
        pace.Awaits();
        _time.Advance(after);
        return pace.Collects();
    }
}
