using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Relay;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Queue;

public sealed class PoolRankTests
{
    [Fact]
    public void Sort_Ranks_AbsentLastThenByWaitThenByShare()
    {
        PoolRank idle = new(false, TimeSpan.Zero, 0), shared = new(false, TimeSpan.Zero, 0.5), busy = new(false, TimeSpan.FromSeconds(3), 1), full = new(false, TimeSpan.MaxValue, 1), absent = new(true, TimeSpan.Zero, 0);
        Assert.Equal([idle, shared, busy, full, absent], ((PoolRank[])[absent, full, shared, busy, idle]).Order());
    }
}
