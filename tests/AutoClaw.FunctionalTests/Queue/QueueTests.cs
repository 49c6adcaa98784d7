using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Queue;

/// <summary>What clients see of an engine that is given only so many calls at the same time.</summary>
public sealed class QueueTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chat_QueueIsFullAndNobodyElseAnswers_Is429WithRetryAfter(bool stream)
    {
        await using var engine = ScriptedEngine.Start(Script.HangsAfter("one"));
        await using var gateway = await GatewayUnderTest.StartAsync(Queued(engine, length: 0));
        using var other = new HttpClient();
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var first = HoldAsync(gateway, other, leave.Token);
        await engine.Requests.AtAsync(0, Cancellation);
        var refused = await gateway.PostChatAsync(Ask(stream));
        Assert.Equal(429, (int)refused.Status);
        Assert.Contains("\"engine_queue_full\"", refused.Text, StringComparison.Ordinal);
        Assert.Equal("1", refused.Header("Retry-After"));
        Assert.Single(engine.Requests.Items);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Single(await gateway.StopAndReadLedgerAsync());
    }

    [Fact]
    public async Task Chat_QueueIsFull_TheNextEngineAnswers()
    {
        await using var engine = ScriptedEngine.Start(Script.HangsAfter("one"));
        await using var cloud = ScriptedEngine.Start(Script.Answers("yes"));
        await using var gateway = await GatewayUnderTest.StartAsync(Queued(engine, length: 0), TestEngine.Cloud(cloud));
        using var other = new HttpClient();
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var first = HoldAsync(gateway, other, leave.Token);
        await engine.Requests.AtAsync(0, Cancellation);
        Assert.Equal(200, (int)(await gateway.PostChatAsync(Ask(stream: true))).Status);
        Assert.Single(cloud.Requests.Items);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task Chat_ClientBeforeLeaves_TheOneThatWaitsIsAnswered()
    {
        await using var engine = ScriptedEngine.Start(Script.HangsAfter("one"), Script.Answers("two"));
        await using var gateway = await GatewayUnderTest.StartAsync(Queued(engine, length: 1));
        using var other = new HttpClient();
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var first = HoldAsync(gateway, other, leave.Token);
        await engine.Requests.AtAsync(0, Cancellation);
        var waiting = gateway.PostChatAsync(Ask(stream: false));
        await gateway.UntilWaitingAsync(1);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(200, (int)(await waiting).Status);
        Assert.Equal(2, engine.Requests.Items.Count);
    }

    private static EngineOptions Queued(ScriptedEngine engine, int length) =>
        TestEngine.Local(engine) with { Queue = new QueueOptions { Slots = 1, Length = length } };

    private static async Task HoldAsync(GatewayUnderTest gateway, HttpClient http, CancellationToken leave)
    {
        using var request = gateway.ChatRequest(Ask(stream: false));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {gateway.ApiKey}");
        using var answer = await http.SendAsync(request, leave);
    }

    private static string Ask(bool stream) =>
        $$"""{"model":"{{GatewayUnderTest.LocalFirst}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Say one."}]}""";
}
