using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Engines.Queue;
using CsCheck;

namespace AutoClaw.Tests.Queue;

public sealed class PriorityQueueTests
{
    private readonly PriorityQueue _queue = new();

    [Fact]
    public void Take_SeveralPriorities_HighestFirstAndFairWithinEach()
    {
        Add("l", Priority.Low);
        Add("a");
        Add("a");
        Add("b");
        Add("h", Priority.High);
        Assert.Equal("habal", Drain());
    }

    [Fact]
    public void Ahead_CountsAllThatAreMoreImportantAndTheOwnLanesTurns()
    {
        Add("h", Priority.High);
        Add("a");
        Add("a");
        Assert.Equal(1, _queue.Ahead(new Caller("x", Priority.High)));
        Assert.Equal(2, _queue.Ahead(new Caller("x")));
        Assert.Equal(3, _queue.Ahead(new Caller("x", Priority.Low)));
    }

    [Fact]
    public void TryShed_LowestThatIsLower_LosesItsLatestOfTheKeyWithMost()
    {
        Add("n");
        Add("l", Priority.Low);
        var first = Add("m", Priority.Low);
        var latest = Add("m", Priority.Low);
        Assert.True(_queue.TryShed(Priority.Normal, out var shed));
        Assert.Same(latest, shed);
        Assert.True(_queue.Remove(first));
        Assert.False(_queue.Remove(latest));
        Assert.Equal("nl", Drain());
    }

    [Theory]
    [InlineData(Priority.Normal)]
    [InlineData(Priority.Low)]
    public void TryShed_NobodyIsLower_IsFalse(Priority priority)
    {
        Add("n");
        Add("h", Priority.High);
        Assert.False(_queue.TryShed(priority, out _));
        Assert.Equal(2, _queue.Count);
    }

    [Fact]
    public void Take_AnyCalls_IsWhatAheadSaid() =>
        Gen.Select(Gen.Int[0, 3], Gen.Enum<Priority>()).List[0, 40].Sample(callers =>
        {
            var queue = new PriorityQueue();
            foreach (var (key, priority) in callers)
            {
                queue.Add(new Caller($"{key}", priority));
            }

            var mine = new Caller("mine");
            var ahead = queue.Ahead(mine);
            var call = queue.Add(mine);
            var taken = 0;
            while (queue.TryTake(out var next) && next != call)
            {
                taken++;
            }

            Assert.Equal(ahead, taken);
        });

    private QueuedCall Add(string key, Priority priority = Priority.Normal) => _queue.Add(new Caller(key, priority));

    private string Drain()
    {
        var keys = "";
        while (_queue.TryTake(out var call))
        {
            keys += call.Caller.Key;
        }

        return keys;
    }
}
