using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Answers;

/// <summary>What a streaming client gets is what the engine sent, event by event, however the bytes were cut on the way.</summary>
public sealed class StreamFidelityTests
{
    private const string Ask = """{"model":"auto","stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    private const string AskWithUsage =
        """{"model":"auto","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hi"}]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_UnknownFieldsAndOddSpellings_ReachTheClient()
    {
        string[] events =
        [
            """{ "id":"x" ,"object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","reasoning_content":"h\u00e4"},"x":1.0e0}],"x_vendor":{"a":[1.50]}}""",
            """{"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"a\/b 😀"},"logprobs":{"content":[{"token":"a","logprob":-0.10,"bytes":null,"top_logprobs":[]}],"refusal":null},"finish_reason":null}],"obfuscation":"zz"}""",
            """{"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"timings":{"predicted_ms":1.25}}""",
        ];
        await using var engine = ScriptedEngine.Start(Script.Events([.. events, Script.Usage(3, 2), "[DONE]"]));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostChatAsync(Ask);
        Assert.StartsWith("text/event-stream", answer.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal([.. events, "[DONE]"], answer.Events);
    }

    [Fact]
    public async Task Stream_UsageNotAskedFor_IsNotShownAndStillInTheLedger()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("one", " two"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostChatAsync(Ask);
        Assert.DoesNotContain("\"usage\"", answer.Text, StringComparison.Ordinal);
        Assert.Equal([Script.Role, Script.Content("one"), Script.Content(" two"), Script.Finish("stop"), "[DONE]"], answer.Events);
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal((Script.PromptTokens, 2, false), (row.InputTokens, row.OutputTokens, row.Estimated));
    }

    [Fact]
    public async Task Stream_UsageAskedFor_IsTheEnginesOwnChunk()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("one"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostChatAsync(AskWithUsage);
        Assert.Equal([Script.Role, Script.Content("one"), Script.Finish("stop"), Script.Usage(Script.PromptTokens, 1), "[DONE]"], answer.Events);
    }

    [Fact]
    public async Task Stream_UsageOnTheLastContentChunk_IsNotLost()
    {
        // Some engines report on a chunk that has choices too: that one belongs to the client whether it asked or not.
        var last = Script.Chunk("""{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}""", ""","usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}""");
        await using var engine = ScriptedEngine.Start(Script.Events(last, "[DONE]"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        Assert.Equal([last, "[DONE]"], (await gateway.PostChatAsync(Ask)).Events);
        Assert.Equal((5, 1), (gateway.Ledger()[0].InputTokens, gateway.Ledger()[0].OutputTokens));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Stream_CutAnywhere_ArrivesWhole(int size)
    {
        // Every split at least once: inside the UTF-8 of a character, inside "data:", between the line ends.
        var text = $": ping\r\n\r\nevent: message\ndata: {Script.Content("grüße 😀")}\n\ndata:{Script.Content(" ende")}\r\n\r\n"
            + $"data: {Script.Finish("stop")}\n\ndata: {Script.Usage(4, 2)}\n\ndata: [DONE]\n\n";
        var bytes = Encoding.UTF8.GetBytes(text);
        await using var engine = ScriptedEngine.Start(async exchange =>
        {
            await exchange.WriteHeadAsync();
            for (var start = 0; start < bytes.Length; start += size)
            {
                await exchange.WriteChunkAsync(bytes.AsMemory(start, Math.Min(size, bytes.Length - start)));
            }

            await exchange.EndAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        await using var answer = await gateway.StreamChatAsync(Ask);
        Assert.Equal([Script.Content("grüße 😀"), Script.Content(" ende"), Script.Finish("stop"), "[DONE]"], await answer.RestAsync());
        Assert.Equal((4, 2), (gateway.Ledger()[0].InputTokens, gateway.Ledger()[0].OutputTokens));
    }

    [Fact]
    public async Task Stream_EachToken_ReachesTheClientBeforeTheEngineSendsTheNext()
    {
        var next = new SemaphoreSlim(0);
        await using var engine = ScriptedEngine.Start(async exchange =>
        {
            await exchange.WriteHeadAsync();
            foreach (var word in (string[])["one", "two", "three"])
            {
                await exchange.WriteEventAsync(Script.Content(word));
                await next.WaitAsync(Cancellation);
            }

            await exchange.WriteEventAsync(Script.Finish("stop"));
            await exchange.WriteEventAsync("[DONE]");
            await exchange.EndAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        await using var answer = await gateway.StreamChatAsync(Ask);
        foreach (var word in (string[])["one", "two", "three"])
        {
            Assert.Equal(Script.Content(word), await answer.NextAsync());
            next.Release();
        }

        Assert.Equal([Script.Finish("stop"), "[DONE]"], await answer.RestAsync());
    }

    [Fact]
    public async Task Stream_SeveralChoices_AllReachTheClient()
    {
        string[] events =
        [
            Script.Chunk("""{"index":1,"delta":{"role":"assistant","content":"b"},"finish_reason":null}"""),
            Script.Chunk("""{"index":0,"delta":{"role":"assistant","content":"a"},"finish_reason":null}"""),
            Script.Chunk("""{"index":0,"delta":{},"finish_reason":"stop"}"""),
            Script.Chunk("""{"index":1,"delta":{},"finish_reason":"length"}"""),
        ];
        await using var engine = ScriptedEngine.Start(Script.Events([.. events, "[DONE]"]));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostChatAsync("""{"model":"auto","n":2,"stream":true,"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal([.. events, "[DONE]"], answer.Events);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stream_WithoutTheEndMarker_IsWholeIfItSaidWhyItStopped(bool asked)
    {
        await using var engine = ScriptedEngine.Start(Script.Events(Script.Content("a"), Script.Finish("stop")));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostChatAsync(asked ? AskWithUsage : Ask);
        Assert.Equal([Script.Content("a"), Script.Finish("stop"), "[DONE]"], answer.Events);
        var row = Assert.Single(gateway.Ledger());
        Assert.True(row.Estimated);
        Assert.Equal(AutoClaw.Core.Model.AttemptOutcome.Completed, row.Outcome);
        Assert.True(row.OutputTokens >= 1 && row.InputTokens >= 1);
    }

    [Fact]
    public async Task Stream_EndMarkerWithoutItsEmptyLine_IsWhole()
    {
        await using var engine = ScriptedEngine.Start(async exchange =>
        {
            await exchange.WriteHeadAsync();
            await exchange.WriteEventAsync(Script.Content("a"));
            await exchange.WriteEventAsync(Script.Finish("stop"));
            await exchange.WriteChunkAsync("data: [DONE]\n");
            await exchange.EndAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        Assert.Equal([Script.Content("a"), Script.Finish("stop"), "[DONE]"], (await gateway.PostChatAsync(Ask)).Events);
    }

    [Fact]
    public async Task Stream_NoTokenAtAll_IsAWholeAnswerToo()
    {
        await using var engine = ScriptedEngine.Start(Script.Events(Script.Role, Script.Finish("stop"), Script.Usage(3, 0), "[DONE]"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        Assert.Equal([Script.Role, Script.Finish("stop"), "[DONE]"], (await gateway.PostChatAsync(Ask)).Events);
        Assert.Equal((AutoClaw.Core.Model.AttemptOutcome.Completed, 0L), (gateway.Ledger()[0].Outcome, gateway.Ledger()[0].OutputTokens));
    }

    [Fact]
    public async Task Stream_EngineKeepsTheConnectionOpenAfterTheEndMarker_ClientDoesNotWaitForIt()
    {
        await using var engine = ScriptedEngine.Start(async exchange =>
        {
            await exchange.WriteHeadAsync();
            await exchange.WriteEventAsync(Script.Content("a"));
            await exchange.WriteEventAsync(Script.Finish("stop"));
            await exchange.WriteEventAsync("[DONE]");
            await exchange.HangAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostChatAsync(Ask);
        Assert.Equal("[DONE]", answer.Events[^1]);
        Assert.False(engine.Requests.Items[0].PeerLeft.IsCompleted, "The client's answer ended only after the engine was given up.");
        await engine.Requests.Items[0].PeerLeft.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
    }

    [Fact]
    public async Task Stream_ModelOfTheAnswer_IsTheOneThatAnswered()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("one"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostChatAsync(Ask);
        Assert.All(answer.Events.SkipLast(1), data => Assert.Equal("scripted-model", (string?)JsonNode.Parse(data)!["model"]));
    }
}
