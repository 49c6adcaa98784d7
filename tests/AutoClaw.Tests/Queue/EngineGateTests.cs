using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Engines.Queue;
using AutoClaw.Gateway.Options;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Queue;

public sealed class EngineGateTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Enter_NoQueue_NeverWaitsAndCounts()
    {
        var gate = new EngineGate("home", null, _time);
        var entries = new List<GateEntry>();
        for (var i = 0; i < 1000; i++)
        {
            entries.Add(await gate.EnterAsync(new Caller("k"), CancellationToken.None));
        }

        Assert.Equal((1000, 0, null), (gate.UnderWay, gate.Waiting, gate.Slots));
        entries.ForEach(entry => GateEntry.Leave(ref entry, completed: true));
        Assert.Equal(0, gate.UnderWay);
    }

    [Fact]
    public async Task Leave_OneWaits_HandsTheSlotOver()
    {
        var gate = Gate(slots: 1);
        var first = await gate.EnterAsync(new Caller("k"), CancellationToken.None);
        var second = gate.EnterAsync(new Caller("k"), CancellationToken.None).AsTask();
        Assert.Equal((1, 1, false), (gate.UnderWay, gate.Waiting, second.IsCompleted));
        GateEntry.Leave(ref first, completed: false);
        GateEntry.Leave(ref first, completed: false);
        Assert.True((await second).IsIn);
        Assert.Equal((1, 0), (gate.UnderWay, gate.Waiting));
    }

    [Fact]
    public async Task Enter_ClientLeavesWhileWaiting_LeavesTheQueueAtOnce()
    {
        var gate = Gate(slots: 1, length: 1);
        var first = await gate.EnterAsync(new Caller("k"), CancellationToken.None);
        using var leave = new CancellationTokenSource();
        var second = gate.EnterAsync(new Caller("k"), leave.Token).AsTask();
        await leave.CancelAsync();
        Assert.Equal(default, await second);
        Assert.Equal(0, gate.Waiting);
        var third = gate.EnterAsync(new Caller("k"), CancellationToken.None).AsTask();
        GateEntry.Leave(ref first, completed: false);
        Assert.True((await third).IsIn);
    }

    [Fact]
    public async Task Enter_QueueIsFullOfLessImportantCalls_TakesThePlaceOfOne()
    {
        var gate = Gate(slots: 1, length: 1);
        var first = await gate.EnterAsync(new Caller("k"), CancellationToken.None);
        var batch = gate.EnterAsync(new Caller("batch", Priority.Low), CancellationToken.None).AsTask();
        var urgent = gate.EnterAsync(new Caller("k"), CancellationToken.None).AsTask();
        Assert.Equal("engine_queue_full", (await batch).Refusal!.Code);
        Assert.Equal(1, gate.Waiting);
        GateEntry.Leave(ref first, completed: false);
        var entered = await urgent;
        Assert.True(entered.IsIn);
        GateEntry.Leave(ref entered, completed: false);
        Assert.Equal((0, 0), (gate.Waiting, gate.UnderWay));
    }

    [Fact]
    public async Task Enter_QueueIsFull_IsRefusedAtOnce()
    {
        var gate = Gate(slots: 1, length: 0);
        await gate.EnterAsync(new Caller("k"), CancellationToken.None);
        var entry = await gate.EnterAsync(new Caller("k"), CancellationToken.None);
        Assert.False(entry.IsIn);
        Assert.Equal(("engine_queue_full", 429, "1", true), (entry.Refusal!.Code, entry.Refusal.ClientStatus, entry.Refusal.RetryAfter, entry.Refusal.MayTryNext));
    }

    [Fact]
    public async Task Enter_PredictedWaitOverLimit_IsRefusedWithItAsRetryAfter()
    {
        var gate = Gate(slots: 1, maxWait: TimeSpan.FromSeconds(5));
        var taught = await gate.EnterAsync(new Caller("k"), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(7));
        GateEntry.Leave(ref taught, completed: true);
        Assert.Equal(TimeSpan.Zero, gate.PredictedWait(new Caller("k")));
        await gate.EnterAsync(new Caller("k"), CancellationToken.None);
        Assert.Equal(TimeSpan.FromSeconds(7), gate.PredictedWait(new Caller("k")));
        Assert.Equal("7", (await gate.EnterAsync(new Caller("k"), CancellationToken.None)).Refusal!.RetryAfter);
    }

    [Fact]
    public async Task Enter_WaitsLongerThanItMay_IsRefusedThen()
    {
        var gate = Gate(slots: 1, maxWait: TimeSpan.FromSeconds(5));
        await gate.EnterAsync(new Caller("k"), CancellationToken.None);
        var second = gate.EnterAsync(new Caller("k"), CancellationToken.None).AsTask();
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("engine_queue_full", (await second).Refusal!.Code);
        Assert.Equal(0, gate.Waiting);
    }

    [Fact]
    public void Gate_AnyOrderOfCalls_NeverOverSlotsAndLosesNobody() =>
        Gen.Select(Gen.Int[1, 4], Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3]).List[1, 80]).Sample((slots, steps) =>
        {
            var gate = Gate(slots);
            var inside = new List<GateEntry>();
            var waiting = new List<(Task<GateEntry> Call, CancellationTokenSource Leave)>();
            foreach (var (step, key) in steps)
            {
                if (step == 0)
                {
                    var leave = new CancellationTokenSource();
                    waiting.Add((gate.EnterAsync(new Caller($"key{key}"), leave.Token).AsTask(), leave));
                }
                else if (step == 1 && inside.Count > 0)
                {
                    var entry = inside[key % inside.Count];
                    inside.RemoveAt(key % inside.Count);
                    GateEntry.Leave(ref entry, completed: key % 2 == 0);
                }
                else if (step == 2 && waiting.Count > 0)
                {
                    waiting[key % waiting.Count].Leave.Cancel();
                }

                // A hand-over continues elsewhere: the gate's own count says how many are owed an end.
                while (waiting.Count > gate.Waiting)
                {
                    var ended = waiting.FindIndex(each => each.Call.IsCompleted);
                    if (ended >= 0)
                    {
                        inside.AddRange(waiting[ended].Call.Result is { IsIn: true } entry ? [entry] : []);
                        waiting[ended].Leave.Dispose();
                        waiting.RemoveAt(ended);
                    }
                }

                Assert.InRange(gate.UnderWay, 0, slots);
                Assert.Equal(inside.Count, gate.UnderWay);
                Assert.True(gate.Waiting == 0 || gate.UnderWay == slots, "somebody waits beside a free slot");
            }
        }, threads: 1, iter: 300);

    private EngineGate Gate(int slots, int length = 256, TimeSpan? maxWait = null) =>
        new("home", new QueueOptions { Slots = slots, Length = length, MaxWait = maxWait ?? TimeSpan.FromMinutes(2) }, _time);
}
