using System.Net;
using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Queue;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.LlamaServer;

/// <summary>Requests that wait for a model: before the queue, so that they keep no slot and their wait is no part of how long answers take.</summary>
public sealed class ColdStartTests
{
    // Stays before its model is loaded for as long as the file beside it exists.
    private const string HeldStart = "#!/bin/sh\nwhile [ -e \"$0.hold\" ]; do sleep 0.05; done\nexec \"{0}\" \"$@\"\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_ModelLoads_NobodyKeepsASlotAndAllAreAnswered()
    {
        using var engine = new OwnedEngine();
        using var held = Hold(engine);
        await using var gateway = await GatewayUnderTest.StartAsync(held.Options);
        using var http = new HttpClient();
        var calls = Enumerable.Range(0, 3).Select(_ => Occupied.SendAsync(gateway, http, Occupied.Ask(TestEngine.LocalId))).ToArray();
        await gateway.UntilWaitingAsync(3);

        var load = (await Occupied.RouteAsync(gateway, TestEngine.LocalId))["engine_load"]![TestEngine.LocalId]!;
        Assert.Equal((0, 3), ((int)load["under_way"]!, (int)load["queue_depth"]!));
        Assert.Null(load["predicted_wait_seconds"]);
        var heldFor = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() => TimeProvider.System.GetElapsedTime(heldFor) > TimeSpan.FromSeconds(0.5));
        held.Release();

        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(TinyModel.Answer, Text(answer)));
        Assert.All(await gateway.StopAndReadLedgerAsync(), row =>
        {
            Assert.Equal(AttemptOutcome.Completed, row.Outcome);
            Assert.True(row.Times[0] >= 500_000, "It was sent before its model was there.");
        });
    }

    [Fact]
    public async Task Chat_ClientLeavesWhileTheModelLoads_IsNeverSent()
    {
        using var engine = new OwnedEngine();
        using var held = Hold(engine);
        await using var gateway = await GatewayUnderTest.StartAsync(held.Options);
        using var http = new HttpClient();
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var request = gateway.ChatRequest(Occupied.Ask(TestEngine.LocalId));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {gateway.ApiKey}");
        var call = http.SendAsync(request, leave.Token);
        await gateway.UntilWaitingAsync(1);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await gateway.UntilWaitingAsync(0);
        held.Release();
        Assert.Equal(TinyModel.Answer, Text(await gateway.PostChatAsync(Occupied.Ask(TestEngine.LocalId))));
        Assert.Single(await gateway.StopAndReadLedgerAsync());
    }

    [Fact]
    public async Task Chat_ModelTakesLongerThanItMay_IsToldAndTheNextEngineAnswers()
    {
        using var engine = new OwnedEngine();
        using var held = Hold(engine);
        await using var cloud = ScriptedEngine.Start(Script.Answers("from the cloud"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            held.Options with { FirstContentTimeout = TimeSpan.FromSeconds(0.3) }, TestEngine.Cloud(cloud));

        var pinned = await gateway.PostChatAsync(Occupied.Ask(TestEngine.LocalId));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "engine_not_running", "0"), (pinned.Status, pinned.ErrorCode, pinned.Header("x-autoclaw-attempts")));
        Assert.Contains("it was still loading its model after 0.3 s", pinned.Text, StringComparison.Ordinal);
        Assert.Equal("from the cloud", Text(await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst))));
        Assert.Equal("sky", Assert.Single(await gateway.StopAndReadLedgerAsync()).Engine);
    }

    [Fact]
    public async Task Chat_AsManyWaitForTheModelAsMay_IsRefused()
    {
        using var engine = new OwnedEngine();
        using var held = Hold(engine);
        var small = held.Options with { Queue = new QueueOptions { Slots = 1, Length = 1 } };
        await using var gateway = await GatewayUnderTest.StartAsync(small);
        using var http = new HttpClient();
        var calls = Enumerable.Range(0, 2).Select(_ => Occupied.SendAsync(gateway, http, Occupied.Ask(TestEngine.LocalId))).ToArray();
        await gateway.UntilWaitingAsync(2);

        var refused = await gateway.PostChatAsync(Occupied.Ask(TestEngine.LocalId));

        Assert.Equal((HttpStatusCode.TooManyRequests, "engine_queue_full"), (refused.Status, refused.ErrorCode));
        held.Release();
        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
    }

    [Fact]
    public async Task Chat_EngineDiesWhileOthersWaitInTheQueue_AllAreAnsweredByTheNextProcess()
    {
        using var engine = new OwnedEngine();
        await using var gateway = await GatewayUnderTest.StartAsync(engine.Options with { Queue = new QueueOptions { Slots = 1 } });
        using var http = new HttpClient();
        Assert.Equal(TinyModel.Answer, Text(await gateway.PostChatAsync(Occupied.Ask(TestEngine.LocalId))));
        var endless = gateway.StreamChatAsync($$"""{"model":"home","stream":true,"messages":[{"role":"user","content":"{{TinyModel.EndlessWord}}"}]}""");
        Task<HttpAnswer>[] calls;
        await using (var answer = await endless)
        {
            Assert.NotNull(await answer.NextAsync());
            calls = [.. Enumerable.Range(0, 3).Select(_ => Occupied.SendAsync(gateway, http, Occupied.Ask(TestEngine.LocalId)))];
            await gateway.UntilWaitingAsync(3);
            engine.Kill();
            await answer.RestUntilBrokenAsync();
        }

        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(TinyModel.Answer, Text(answer)));
    }

    [Fact]
    public async Task Pool_OneIsWarm_TheColdOneIsNotStartedUntilTheWarmOneRefuses()
    {
        using var engine = new OwnedEngine();
        await using var warm = ScriptedEngine.Start(Occupied.Scripts);
        var full = Occupied.OneSlot(warm, "warm") with { Model = engine.Options.Model, Queue = new QueueOptions { Slots = 1, Length = 0 } };
        var cold = engine.Options with { LlamaServer = engine.Options.LlamaServer! with { OnDemand = true } };
        await using var gateway = await GatewayUnderTest.StartAsync(cold, full);

        // Named first, and still not asked: loading would take longer than nothing.
        Assert.Equal("warm", (await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst))).Header("x-autoclaw-engine"));
        Assert.Empty(engine.Processes());
        var hold = HoldAsync(gateway, out var leave);
        await warm.Requests.AtAsync(1, Cancellation);

        var answer = await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst));

        Assert.Equal((TestEngine.LocalId, TinyModel.Answer), (answer.Header("x-autoclaw-engine"), Text(answer)));
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hold);
        leave.Dispose();
    }

    private static Task HoldAsync(GatewayUnderTest gateway, out CancellationTokenSource leave)
    {
        leave = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        return SendAsync(gateway, leave.Token);

        static async Task SendAsync(GatewayUnderTest gateway, CancellationToken left)
        {
            using var http = new HttpClient();
            using var request = gateway.ChatRequest(Occupied.Ask("warm"));
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {gateway.ApiKey}");
            using var answer = await http.SendAsync(request, left);
        }
    }

    private static HeldServer Hold(OwnedEngine engine) => new(engine);

    private static string? Text(HttpAnswer answer) => (string?)answer.Json["choices"]![0]!["message"]!["content"];

    /// <summary>An engine whose program starts only when the test says so.</summary>
    private sealed class HeldServer : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-held-").FullName;
        private readonly string _program;

        public HeldServer(OwnedEngine engine)
        {
            Assert.SkipWhen(OperatingSystem.IsWindows(), "It is a shell script.");
            _program = Path.Combine(_folder, "llama-server");
            File.WriteAllText(_program, HeldStart.Replace("{0}", engine.Binary, StringComparison.Ordinal));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(_program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            File.WriteAllText(_program + ".hold", string.Empty);
            Options = engine.Options with { LlamaServer = engine.Options.LlamaServer! with { Binary = _program } };
        }

        public EngineOptions Options { get; }

        public void Release() => File.Delete(_program + ".hold");

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
