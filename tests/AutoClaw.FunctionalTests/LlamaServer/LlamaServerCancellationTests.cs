using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;

namespace AutoClaw.FunctionalTests.LlamaServer;

/// <summary>A client that leaves frees its slot in the real engine, whatever the engine is doing for it.</summary>
public sealed class LlamaServerCancellationTests
{
    // Of five, so that one that the machine's scheduler held up says nothing about the gateway.
    private const int Rounds = 5;

    // Small, so that reading a long prompt with the tiny model takes seconds, and more than a hundred batches.
    private const int Batch = 64;

    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_ClientLeavesInGeneration_FreesTheSlotWithin250Ms(bool stream)
    {
        await using var server = await LlamaServerProcess.StartAsync(["--slots"], Cancellation);
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(server.BaseUrl) with { Kind = "llama.cpp" });
        var took = new List<TimeSpan>();
        for (var i = 0; i < Rounds; i++)
        {
            took.Add(await LeaveAsync(server, gateway, Ask(TinyModel.EndlessWord, stream), slot => slot.Generated > 0));
        }

        Assert.InRange(took.Order().ElementAt(Rounds / 2), TimeSpan.Zero, Limit);
        Assert.All(await gateway.StopAndReadLedgerAsync(), row => Assert.Equal(AttemptOutcome.Cancelled, row.Outcome));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_ClientLeavesWhileThePromptIsRead_EndsWithinABatch(bool stream)
    {
        const int Words = 2000, TokensPerWord = 7;
        await using var server = await LlamaServerProcess.StartAsync(["--slots", "--batch-size", $"{Batch}", "--ubatch-size", $"{Batch}"], Cancellation);
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(server.BaseUrl) with { Kind = "llama.cpp" });
        var took = new List<TimeSpan>();
        for (var i = 0; i < Rounds; i++)
        {
            // Begins as no other does, so that nothing of it is in a cache.
            var prompt = string.Concat(Enumerable.Repeat($"{i} b c d", Words));
            took.Add(await LeaveAsync(server, gateway, Ask(prompt, stream), slot => slot.PromptRead > 0 && slot.Generated == 0));

            // All of it would be at least this much.
            Assert.All(await server.SlotsAsync(Cancellation), slot => Assert.InRange(slot.Held, 0, Words * TokensPerWord / 2));
        }

        Assert.InRange(took.Order().ElementAt(Rounds / 2), TimeSpan.Zero, Limit);
        Assert.All(await gateway.StopAndReadLedgerAsync(), row => Assert.Equal((AttemptOutcome.Cancelled, 0), (row.Outcome, row.OutputTokens)));
    }

    /// <summary>Asks, leaves as soon as a slot <paramref name="until"/>, and returns how long after that no slot was busy any more.</summary>
    private static async Task<TimeSpan> LeaveAsync(LlamaServerProcess server, GatewayUnderTest gateway, string body, Func<SlotState, bool> until)
    {
        using var http = new HttpClient();
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var request = gateway.ChatRequest(body);
        request.Headers.Authorization = gateway.Http.DefaultRequestHeaders.Authorization;
        var pending = http.SendAsync(request, leave.Token);
        await server.UntilAsync(slots => slots.Any(slot => slot.IsBusy && until(slot)), Cancellation);
        Assert.False(pending.IsCompleted);
        var left = TimeProvider.System.GetTimestamp();
        await leave.CancelAsync();
        await server.UntilAsync(slots => slots.All(slot => !slot.IsBusy), Cancellation);
        var took = TimeProvider.System.GetElapsedTime(left);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        return took;
    }

    private static string Ask(string text, bool stream) => new JsonObject
    {
        ["model"] = TestEngine.LocalId,
        ["stream"] = stream,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text }),
    }.ToJsonString();
}
