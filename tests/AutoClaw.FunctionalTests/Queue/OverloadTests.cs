using System.Net;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Queue;

/// <summary>Four times as many requests as there is room for: those that are let in are answered, the others are told at once.</summary>
public sealed class OverloadTests
{
    private const int Room = 6;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chat_FourTimesTheRoom_RestIsRefusedWhileTheEngineWorksAndRoomIsNotLost(bool byQueue)
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = ScriptedEngine.Start(Script.PausesAfter("one", goOn.Task));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => byQueue ? options : options with { Limits = new LimitOptions { MaxConcurrent = 7 } },
            TestEngine.Local(engine) with { Queue = byQueue ? new QueueOptions { Slots = 4, Length = 2 } : null });
        using var http = new HttpClient();
        var pending = Enumerable.Range(0, Room * 4).Select(i => Occupied.SendAsync(gateway, http, Occupied.Ask(TestEngine.LocalId, stream: i % 2 == 0))).ToList();
        var refused = new List<HttpAnswer>();
        while (refused.Count < Room * 3)
        {
            // The engine does not answer before that: what ends is a refusal.
            var ended = await Task.WhenAny(pending);
            pending.Remove(ended);
            refused.Add(await ended);
        }

        Assert.All(refused, answer => Assert.Equal(
            (byQueue ? 429 : 503, byQueue ? "engine_queue_full" : "gateway_overloaded", true), ((int)answer.Status, answer.ErrorCode, answer.Header("Retry-After") is not null)));
        goOn.SetResult();
        Assert.All(await Task.WhenAll(pending), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));

        // The room is there again.
        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, Room).Select(_ => Occupied.SendAsync(gateway, http, Occupied.Ask(TestEngine.LocalId)))),
            answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        var rows = await gateway.StopAndReadLedgerAsync();
        Assert.Equal(Room * 2, rows.Count);
        Assert.All(rows, row => Assert.Equal(AttemptOutcome.Completed, row.Outcome));
    }
}
