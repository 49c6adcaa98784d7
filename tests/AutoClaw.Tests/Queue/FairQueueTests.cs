using AutoClaw.Gateway.Engines.Queue;
using CsCheck;

namespace AutoClaw.Tests.Queue;

public sealed class FairQueueTests
{
    [Fact]
    public void Take_OneKeyHasMany_TheOtherIsServedInTurn()
    {
        var queue = new FairQueue();
        foreach (var key in (string[])["a", "a", "a", "b", "b"])
        {
            queue.Add(new Caller(key));
        }

        Assert.Equal("ababa", Drain(queue));
    }

    [Fact]
    public void Ahead_OfAKey_IsAtMostItsTurns()
    {
        var queue = new FairQueue();
        queue.Add(new Caller("a"));
        queue.Add(new Caller("a"));
        queue.Add(new Caller("b"));
        Assert.Equal((3, 2, 2), (queue.Ahead("a"), queue.Ahead("b") - 1, queue.Ahead("new")));
    }

    [Fact]
    public void Remove_Taken_IsFalse()
    {
        var queue = new FairQueue();
        var call = queue.Add(new Caller("a"));
        Assert.True(queue.TryTake(out _));
        Assert.False(queue.Remove(call));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void Take_AnyCalls_IsFifoWithinAKeyAndNobodyWaitsMoreThanATurn() =>
        Gen.Int[0, 4].List[0, 60].Sample(keys =>
        {
            var queue = new FairQueue();
            var calls = keys.ConvertAll(key => queue.Add(new Caller($"{key}")));
            var taken = new List<QueuedCall>();
            while (queue.TryTake(out var call))
            {
                taken.Add(call);
            }

            Assert.Equal(calls.Count, taken.Count);
            foreach (var own in calls.GroupBy(call => call.Caller.Key))
            {
                Assert.Equal(own, taken.Where(call => call.Caller.Key == own.Key));
                var gaps = own.Zip(own.Skip(1), (one, next) => taken.IndexOf(next) - taken.IndexOf(one));
                Assert.All(gaps, gap => Assert.InRange(gap, 1, 5));
            }
        });

    private static string Drain(FairQueue queue)
    {
        var keys = "";
        while (queue.TryTake(out var call))
        {
            keys += call.Caller.Key;
        }

        return keys;
    }
}
