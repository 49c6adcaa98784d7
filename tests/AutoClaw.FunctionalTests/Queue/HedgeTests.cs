using System.Net;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Queue;

/// <summary>Two local engines of one model, on a route that asks the second one where the first is slow to begin.</summary>
public sealed class HedgeTests
{
    private const string Second = "home2";
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Chat_FirstIsSilent_SecondAnswersAndFirstIsStopped(bool stream, bool beforeHead)
    {
        await using var silent = ScriptedEngine.Start(beforeHead ? Script.HangsBeforeHead : Script.HangsBeforeContent);
        await using var other = ScriptedEngine.Start(Script.Answers("the", " second"));
        await using var gateway = await StartAsync(Soon, TestEngine.Local(silent), TestEngine.Local(other) with { Id = Second });
        var answer = await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst, stream));
        Assert.Equal((HttpStatusCode.OK, "2", Second), (answer.Status, answer.Header("x-autoclaw-attempts"), answer.Header("x-autoclaw-engine")));
        Assert.Contains(" second", answer.Text, StringComparison.Ordinal);
        await silent.Requests.Items[0].PeerLeft.WaitAsync(Limit, Cancellation);
        Assert.Equal(
            [(TestEngine.LocalId, AttemptOutcome.Superseded, null), (Second, AttemptOutcome.Completed, null)],
            (await gateway.StopAndReadLedgerAsync()).OrderBy(row => row.Number).Select(row => (row.Engine, row.Outcome, row.ErrorCode)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chat_FirstAnswersAfterAll_SecondIsStopped(bool stream)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var slow = ScriptedEngine.Start(async exchange =>
        {
            await asked.Task.WaitAsync(Cancellation);
            await Script.Answers("the", " first")(exchange);
        });
        await using var other = ScriptedEngine.Start(async exchange =>
        {
            asked.SetResult();
            await Script.HangsBeforeContent(exchange);
        });
        await using var gateway = await StartAsync(Soon, TestEngine.Local(slow), TestEngine.Local(other) with { Id = Second });
        var answer = await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst, stream));
        Assert.Equal((HttpStatusCode.OK, TestEngine.LocalId), (answer.Status, answer.Header("x-autoclaw-engine")));
        Assert.Contains(" first", answer.Text, StringComparison.Ordinal);
        await other.Requests.Items[0].PeerLeft.WaitAsync(Limit, Cancellation);
        Assert.Equal(
            [(TestEngine.LocalId, AttemptOutcome.Completed), (Second, AttemptOutcome.Superseded)],
            (await gateway.StopAndReadLedgerAsync()).OrderBy(row => row.Number).Select(row => (row.Engine, row.Outcome)));
    }

    [Fact]
    public async Task Chat_FirstAnswersInTime_NobodyElseIsAsked()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("one"));
        await using var other = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await StartAsync(TimeSpan.FromMinutes(5), TestEngine.Local(engine), TestEngine.Local(other) with { Id = Second });
        Assert.Equal("1", (await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst))).Header("x-autoclaw-attempts"));
        Assert.Empty(other.Requests.Items);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chat_OneFailsWhileBothAreAsked_TheOtherAnswers(bool isFirst)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Func<ScriptedExchange, Task> fails = async exchange =>
        {
            if (isFirst)
            {
                await asked.Task.WaitAsync(Cancellation);
            }

            await Script.Fails(500)(exchange);
        };
        Func<ScriptedExchange, Task> answers = async exchange =>
        {
            asked.TrySetResult();
            await heard.Task.WaitAsync(Cancellation);
            await Script.Answers("whole")(exchange);
        };
        await using var engine = ScriptedEngine.Start(isFirst ? fails : answers);
        await using var other = ScriptedEngine.Start(isFirst ? answers : fails);
        await using var gateway = await StartAsync(Soon, TestEngine.Local(engine), TestEngine.Local(other) with { Id = Second });
        var pending = gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst, stream: true));

        // Not before the gateway has: an answer that is quicker than an error wins.
        await gateway.Log.FirstAsync(line => line.Contains("failed with status 500", StringComparison.Ordinal), Cancellation);
        heard.SetResult();
        var answer = await pending;
        Assert.Equal((HttpStatusCode.OK, isFirst ? Second : TestEngine.LocalId), (answer.Status, answer.Header("x-autoclaw-engine")));
        Assert.Contains("whole", answer.Text, StringComparison.Ordinal);
        Assert.Equal(
            [isFirst ? AttemptOutcome.Failed : AttemptOutcome.Completed, isFirst ? AttemptOutcome.Completed : AttemptOutcome.Failed],
            (await gateway.StopAndReadLedgerAsync()).OrderBy(row => row.Number).Select(row => row.Outcome));
    }

    [Fact]
    public async Task Chat_BothFail_ClientIsToldAndEachIsInTheLedgerOnce()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = ScriptedEngine.Start(async exchange =>
        {
            await asked.Task.WaitAsync(Cancellation);
            await Script.Fails(500)(exchange);
        });
        await using var other = ScriptedEngine.Start(async exchange =>
        {
            asked.TrySetResult();
            await Script.Fails(500)(exchange);
        });
        await using var gateway = await StartAsync(
            Soon, TestEngine.Local(engine) with { Retries = 0 }, TestEngine.Local(other) with { Id = Second, Retries = 0 });
        var answer = await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst));
        Assert.Equal((HttpStatusCode.BadGateway, "2"), (answer.Status, answer.Header("x-autoclaw-attempts")));
        Assert.Equal([AttemptOutcome.Failed, AttemptOutcome.Failed], (await gateway.StopAndReadLedgerAsync()).Select(row => row.Outcome));
    }

    [Fact]
    public async Task Chat_WinnerBreaksOffAndTheClientHasSeenNothing_LoserIsAskedAgain()
    {
        await using var silent = ScriptedEngine.Start(Script.HangsBeforeContent, Script.Answers("whole"));
        await using var other = ScriptedEngine.Start(Script.Events(Script.Content("cut")));
        await using var gateway = await StartAsync(Soon, TestEngine.Local(silent), TestEngine.Local(other) with { Id = Second });
        var answer = await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst));
        Assert.Equal((HttpStatusCode.OK, "3", TestEngine.LocalId), (answer.Status, answer.Header("x-autoclaw-attempts"), answer.Header("x-autoclaw-engine")));
        Assert.Contains("whole", answer.Text, StringComparison.Ordinal);
        Assert.Equal(
            [AttemptOutcome.Superseded, AttemptOutcome.Truncated, AttemptOutcome.Completed],
            (await gateway.StopAndReadLedgerAsync()).OrderBy(row => row.Number).Select(row => row.Outcome));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chat_ClientLeavesWhileBothAreAsked_BothAreStopped(bool stream)
    {
        await using var engine = ScriptedEngine.Start(Script.HangsBeforeContent);
        await using var other = ScriptedEngine.Start(Script.HangsBeforeContent);
        await using var gateway = await StartAsync(Soon, TestEngine.Local(engine), TestEngine.Local(other) with { Id = Second });
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var request = gateway.ChatRequest(Occupied.Ask(GatewayUnderTest.LocalFirst, stream));
        var pending = gateway.Http.SendAsync(request, leave.Token);
        await other.Requests.AtAsync(0, Cancellation);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        await engine.Requests.Items[0].PeerLeft.WaitAsync(Limit, Cancellation);
        await other.Requests.Items[0].PeerLeft.WaitAsync(Limit, Cancellation);
        Assert.Equal([AttemptOutcome.Cancelled, AttemptOutcome.Cancelled], (await gateway.StopAndReadLedgerAsync()).Select(row => row.Outcome));
    }

    [Fact]
    public async Task Chat_SecondHasNoFreeSlot_IsNotAsked()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var busy = ScriptedEngine.Start(Occupied.Scripts);
        await using var slow = ScriptedEngine.Start(async exchange =>
        {
            await goOn.Task.WaitAsync(Cancellation);
            await Script.Answers("late")(exchange);
        });
        await using var gateway = await StartAsync(Soon, Occupied.OneSlot(busy), Occupied.OneSlot(slow, Second));
        await using (await Occupied.StartAsync(gateway, busy))
        {
            var pending = gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst));
            await slow.Requests.AtAsync(0, Cancellation);

            // Ten times the limit: long enough to have asked.
            await Task.Delay(Soon * 10, TimeProvider.System, Cancellation);
            goOn.SetResult();
            Assert.Equal((Second, "1"), ((await pending).Header("x-autoclaw-engine"), (await pending).Header("x-autoclaw-attempts")));
        }
    }

    [Fact]
    public async Task Chat_SlotsAfterAHedge_AreFreeAgain()
    {
        await using var silent = ScriptedEngine.Start(Script.HangsBeforeContent, Script.Answers("again"));
        await using var other = ScriptedEngine.Start(Script.Answers("yes"));
        await using var gateway = await StartAsync(Soon, Occupied.OneSlot(silent), Occupied.OneSlot(other, Second));
        Assert.Equal(Second, (await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst))).Header("x-autoclaw-engine"));
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(Occupied.Ask(TestEngine.LocalId))).Status);
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(Occupied.Ask(Second))).Status);
        foreach (var id in new[] { TestEngine.LocalId, Second })
        {
            Assert.Equal(0, (int)(await Occupied.RouteAsync(gateway, id))["engine_load"]![id]!["under_way"]!);
        }
    }

    private static Task<GatewayUnderTest> StartAsync(TimeSpan after, params EngineOptions[] engines) => GatewayUnderTest.StartAsync(
        options => options with { Routes = [.. options.Routes.Select(route => route with { Hedge = new HedgeOptions(after) })] }, engines);
}
