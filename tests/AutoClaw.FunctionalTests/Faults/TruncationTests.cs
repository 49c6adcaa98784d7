using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Schema;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Faults;

/// <summary>Once content has gone out nobody else can answer: the client is told so in the stream, and never sees a clean-looking end.</summary>
public sealed class TruncationTests
{
    private static readonly Dictionary<string, (Func<ScriptedExchange, Task> Ending, string Code)> Endings = new()
    {
        ["reset"] = (Act(exchange => exchange.Reset()), "engine_broke_off"),
        ["closed"] = (Act(exchange => exchange.Close()), "engine_broke_off"),
        ["end of the answer without a finish reason"] = (exchange => exchange.EndAsync(), "engine_broke_off"),
        ["half an event"] = (HalfAnEvent, "engine_broke_off"),
        ["silence"] = (exchange => exchange.HangAsync(), "engine_timeout"),
        ["error event"] = (exchange => exchange.WriteEventAsync("""{"error":{"message":"out of memory","code":500}}"""), "engine_error"),
        ["malformed JSON"] = (exchange => exchange.WriteEventAsync("{\"choices\":[{]}"), "engine_malformed"),
    };

    public static TheoryData<string> Names => [.. Endings.Keys];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Stream_EngineFailsAfterContent_EndsWithAnExplicitError(string name)
    {
        var (ending, code) = Endings[name];
        await using var first = ScriptedEngine.Start(async exchange =>
        {
            await exchange.WriteHeadAsync();
            await exchange.WriteEventAsync(Script.Content("half"));

            // Its content must be out before it fails: that is what this is about.
            await SeenByClient.Task.WaitAsync(Cancellation);
            await ending(exchange);
        });
        await using var second = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            TestEngine.Local(first) with { IdleTimeout = TimeSpan.FromMilliseconds(name == "silence" ? 250 : 20_000) }, TestEngine.Cloud(second));
        await using var answer = await gateway.StreamChatAsync(
            $$"""{"model":"{{GatewayUnderTest.LocalFirst}}","stream":true,"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(Script.Content("half"), await answer.NextAsync());
        SeenByClient.SetResult();

        // An error event, and for SDKs that overlook it no last chunk.
        var error = Assert.Single(await answer.RestUntilBrokenAsync());
        Assert.Equal(code, (string?)JsonNode.Parse(error)!["error"]!["code"]);
        await OpenAiSchema.AssertValidAsync(OpenAiSchema.Error, error);
        Assert.Empty(second.Requests.Items);
        var row = Assert.Single(await gateway.StopAndReadLedgerAsync());
        Assert.Equal((AttemptOutcome.Truncated, code, 200L), (row.Outcome, row.ErrorCode, row.EngineStatus));
        Assert.True(row.Estimated);
        Assert.True(row.OutputTokens >= 1);
    }

    [Fact]
    public async Task Stream_EngineFailsAfterContent_OpenAiClientThrows()
    {
        await using var engine = ScriptedEngine.Start(Script.Events(Script.Content("half"), """{"error":{"message":"out of memory"}}"""));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var texts = new List<string>();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var update in gateway.Chat("auto").CompleteChatStreamingAsync(["hi"], null, Cancellation))
            {
                texts.AddRange(update.ContentUpdate.Select(part => part.Text));
            }
        });
        Assert.Equal(["half"], texts);
    }

    [Fact]
    public async Task Collected_OnlyEngineBreaksOffAfterContent_IsAnErrorAndNoHalfAnswer()
    {
        await using var engine = ScriptedEngine.Start(Script.Events(Script.Content("half")));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostChatAsync("""{"model":"auto","messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal((502, "engine_broke_off"), ((int)answer.Status, answer.ErrorCode));
        Assert.Equal(AttemptOutcome.Truncated, Assert.Single(gateway.Ledger()).Outcome);
    }

    [Fact]
    public async Task Collected_AnswerWithoutEnd_IsAnErrorAndTheEngineIsLetGo()
    {
        var piece = Script.Content(new string('x', 1024 * 1024));
        await using var engine = ScriptedEngine.Start(async exchange =>
        {
            await exchange.WriteHeadAsync();
            while (!exchange.Request.PeerLeft.IsCompleted)
            {
                await exchange.WriteEventAsync(piece);
            }
        });
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(engine));
        var answer = await gateway.PostChatAsync("""{"model":"auto","messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal((502, "engine_malformed"), ((int)answer.Status, answer.ErrorCode));
        await engine.Requests.Items[0].PeerLeft.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        Assert.Equal(AttemptOutcome.Truncated, Assert.Single(gateway.Ledger()).Outcome);
    }

    private TaskCompletionSource SeenByClient { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Func<ScriptedExchange, Task> Act(Action<ScriptedExchange> act) => exchange =>
    {
        act(exchange);
        return Task.CompletedTask;
    };

    private static async Task HalfAnEvent(ScriptedExchange exchange)
    {
        await exchange.WriteChunkAsync("data: {\"choices\":[{\"index\":0,\"del");
        await exchange.EndAsync();
    }
}
