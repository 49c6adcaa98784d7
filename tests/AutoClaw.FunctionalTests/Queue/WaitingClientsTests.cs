using System.Net;
using System.Security.Cryptography;
using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.LlamaServer;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Queue;

/// <summary>Clients that wait in the gateway's queue: who leaves is never sent, and nobody is behind another key's crowd.</summary>
public sealed class WaitingClientsTests
{
    private const string OtherKey = "sk-ac-other-0123456789abcdef0123456789abcdef";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_ClientLeavesWhileItWaits_IsNeverSentAndTheNextHasItsTurn()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = ScriptedEngine.Start(Script.PausesAfter("one", goOn.Task), Script.Answers("two"));
        await using var gateway = await GatewayUnderTest.StartAsync(Queued(engine));
        using var http = new HttpClient();
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var first = AskAsync(gateway, http, gateway.ApiKey, "first", Cancellation);
        await engine.Requests.AtAsync(0, Cancellation);
        var leaving = AskAsync(gateway, http, gateway.ApiKey, "leaving", leave.Token);
        await gateway.UntilWaitingAsync(1);
        var next = AskAsync(gateway, http, gateway.ApiKey, "next", Cancellation);
        await gateway.UntilWaitingAsync(2);

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        await gateway.UntilWaitingAsync(1);
        goOn.SetResult();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await first, await next));
        Assert.Equal(["first", "next"], engine.Requests.Items.Select(Content));
        Assert.All(await gateway.StopAndReadLedgerAsync(), row => Assert.Equal(AttemptOutcome.Completed, row.Outcome));
    }

    [Fact]
    public async Task Chat_ClientLeavesWhileItWaitsForLlamaServer_IsNeverSentAndTheNextHasItsTurn()
    {
        await using var server = await LlamaServerProcess.StartAsync(["--slots"], Cancellation);
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(server.BaseUrl) with { Queue = new QueueOptions { Slots = 1 } });
        using var http = new HttpClient();
        using var leaveSlot = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var leaveQueue = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var endless = AskAsync(gateway, http, gateway.ApiKey, TinyModel.EndlessWord, leaveSlot.Token);
        await server.UntilAsync(slots => slots.Any(slot => slot.IsBusy), Cancellation);
        var leaving = AskAsync(gateway, http, gateway.ApiKey, "leaving", leaveQueue.Token);
        await gateway.UntilWaitingAsync(1);
        var next = AskAsync(gateway, http, gateway.ApiKey, "next", Cancellation);
        await gateway.UntilWaitingAsync(2);

        await leaveQueue.CancelAsync();
        await gateway.UntilWaitingAsync(1);

        // It has two slots, and still one of them works: what waits is kept from it.
        Assert.Single(await server.SlotsAsync(Cancellation), slot => slot.IsBusy);
        await leaveSlot.CancelAsync();

        Assert.Equal(HttpStatusCode.OK, await next);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        Assert.Equal([AttemptOutcome.Cancelled, AttemptOutcome.Completed], (await gateway.StopAndReadLedgerAsync()).Select(row => row.Outcome));
    }

    [Fact]
    public async Task Chat_OneKeyHasTwentyWaiting_TheOtherKeysTwoAreNotBehindThem()
    {
        const int Crowd = 20, Few = 2;
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = ScriptedEngine.Start(Script.PausesAfter("one", goOn.Task), Script.Answers("two"));
        await using var gateway = await GatewayUnderTest.StartAsync(WithOtherKey, Queued(engine));
        using var http = new HttpClient();
        var first = AskAsync(gateway, http, gateway.ApiKey, "first", Cancellation);
        await engine.Requests.AtAsync(0, Cancellation);
        var crowd = Enumerable.Range(0, Crowd).Select(_ => AskAsync(gateway, http, gateway.ApiKey, "crowd", Cancellation)).ToArray();
        await gateway.UntilWaitingAsync(Crowd);
        var few = Enumerable.Range(0, Few).Select(_ => AskAsync(gateway, http, OtherKey, "few", Cancellation)).ToArray();
        await gateway.UntilWaitingAsync(Crowd + Few);
        goOn.SetResult();

        Assert.All(await Task.WhenAll([first, .. crowd, .. few]), status => Assert.Equal(HttpStatusCode.OK, status));

        // By turns, as long as both have something.
        Assert.Equal(["first", "crowd", "few", "crowd", "few", "crowd"], engine.Requests.Items.Take(6).Select(Content));
        Assert.Equal(1 + Crowd + Few, engine.Requests.Items.Count);
    }

    private static EngineOptions Queued(ScriptedEngine engine) => TestEngine.Local(engine) with { Queue = new QueueOptions { Slots = 1 } };

    private static GatewayOptions WithOtherKey(GatewayOptions options) => options with
    {
        Auth = options.Auth with
        {
            Keys = [.. options.Auth.Keys, new ApiKeyOptions("other", "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(OtherKey))))],
        },
    };

    private static string? Content(ReceivedRequest request) => (string?)request.Json["messages"]![0]!["content"];

    private static async Task<HttpStatusCode> AskAsync(GatewayUnderTest gateway, HttpClient http, string key, string text, CancellationToken left)
    {
        using var request = gateway.ChatRequest($$"""{"model":"{{TestEngine.LocalId}}","messages":[{"role":"user","content":"{{text}}"}]}""");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        using var answer = await http.SendAsync(request, left);
        return answer.StatusCode;
    }
}
