using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Faults;

/// <summary>A client that leaves stops the engine's work at once, wherever it was, and is in the ledger.</summary>
public sealed class CancellationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_ClientLeavesAfterContent_ClosesTheEngineAndIsInTheLedger()
    {
        await using var engine = ScriptedEngine.Start(Script.HangsAfter("one", " two"));
        await using var other = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine), TestEngine.Cloud(other));
        await using (var answer = await gateway.StreamChatAsync(Ask(stream: true)))
        {
            Assert.Equal(Script.Content("one"), await answer.NextAsync());
            Assert.Equal(Script.Content(" two"), await answer.NextAsync());
            Assert.False(engine.Requests.Items[0].PeerLeft.IsCompleted);
        }

        await engine.Requests.Items[0].PeerLeft.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        var row = Assert.Single(await gateway.StopAndReadLedgerAsync());
        Assert.Equal((AttemptOutcome.Cancelled, true), (row.Outcome, row.Estimated));
        Assert.True(row.OutputTokens >= 2, $"{row.OutputTokens} tokens for what it had answered");
        Assert.True(row.InputTokens >= 1);
        Assert.Empty(other.Requests.Items);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Chat_ClientLeavesBeforeContent_ClosesTheEngineAndTriesNobodyElse(bool stream, bool beforeHead)
    {
        await using var engine = ScriptedEngine.Start(beforeHead ? Script.HangsBeforeHead : Script.HangsBeforeContent);
        await using var other = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine), TestEngine.Cloud(other));
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var request = gateway.ChatRequest(Ask(stream));
        var pending = gateway.Http.SendAsync(request, leave.Token);
        var received = await engine.Requests.AtAsync(0, Cancellation);
        Assert.False(received.PeerLeft.IsCompleted);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);

        await received.PeerLeft.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        var row = Assert.Single(await gateway.StopAndReadLedgerAsync());
        Assert.Equal(AttemptOutcome.Cancelled, row.Outcome);
        Assert.Empty(other.Requests.Items);
    }

    [Fact]
    public async Task Collected_ClientLeavesAfterContent_ClosesTheEngine()
    {
        await using var engine = ScriptedEngine.Start(Script.HangsAfter("one"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var request = gateway.ChatRequest(Ask(stream: false));
        var pending = gateway.Http.SendAsync(request, leave.Token);
        var received = await engine.Requests.AtAsync(0, Cancellation);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        await received.PeerLeft.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        Assert.Equal(AttemptOutcome.Cancelled, Assert.Single(await gateway.StopAndReadLedgerAsync()).Outcome);
    }

    [Fact]
    public async Task Gateway_StoppedInTheMiddleOfAStream_LetsItEndAndSettlesIt()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = ScriptedEngine.Start(Script.PausesAfter("one", goOn.Task.WaitAsync(Cancellation)));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        await using var answer = await gateway.StreamChatAsync(Ask(stream: true));
        Assert.Equal(Script.Content("one"), await answer.NextAsync());
        var stopped = gateway.StopAsync();
        Assert.False(stopped.IsCompleted);
        goOn.SetResult();
        Assert.Equal([Script.Finish("stop"), "[DONE]"], await answer.RestAsync());
        await stopped;
        Assert.Equal(AttemptOutcome.Completed, Assert.Single(gateway.Ledger()).Outcome);
    }

    private static string Ask(bool stream)
        => $$"""{"model":"{{GatewayUnderTest.LocalFirst}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}""";
}
