using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;
using OpenAI.Chat;

namespace AutoClaw.FunctionalTests.AnthropicClient;

/// <summary>An engine that speaks Anthropic Messages, asked by clients of its own API and of OpenAI's.</summary>
public sealed class AnthropicEngineTests
{
    private static readonly string[] Thought =
    [
        """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":0,"cache_read_input_tokens":5,"output_tokens":1,"service_tier":"standard"}}}""",
        """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
        """{"type":"ping"}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}""",
        """{"type":"content_block_stop","index":0}""",
        """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"It is "}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"größer."}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"citations_delta","citation":{"type":"char_location","cited_text":"x"}}}""",
        """{"type":"content_block_stop","index":1}""",
        """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_1","name":"forecast","input":{},"caller":{"type":"direct"}}}""",
        """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"city\":"}}""",
        """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"\"Bern\"}"}}""",
        """{"type":"content_block_stop","index":2}""",
        """{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":42}}""",
        """{"type":"message_stop"}""",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chat_OpenAiClient_GetsTextCallsAndUsage(bool stream)
    {
        await using var engine = ScriptedEngine.Start(Says(Thought));
        await using var gateway = await GatewayUnderTest.StartAsync(Claude(engine));
        var chat = gateway.Chat("sky");
        var text = "";
        var arguments = "";
        ChatFinishReason? reason;
        int? input, cached;
        if (stream)
        {
            (reason, input, cached) = (null, null, null);
            await foreach (var update in chat.CompleteChatStreamingAsync(["weather?"], null, Cancellation))
            {
                text += string.Concat(update.ContentUpdate.Select(part => part.Text));
                arguments += string.Concat(update.ToolCallUpdates.Select(part => part.FunctionArgumentsUpdate.ToString()));
                reason = update.FinishReason ?? reason;
                (input, cached) = update.Usage is { } usage ? (usage.InputTokenCount, usage.InputTokenDetails.CachedTokenCount) : (input, cached);
            }
        }
        else
        {
            ChatCompletion answer = await chat.CompleteChatAsync(["weather?"], null, Cancellation);
            (text, arguments, reason) = (answer.Content[0].Text, answer.ToolCalls[0].FunctionArguments.ToString(), answer.FinishReason);
            (input, cached) = (answer.Usage.InputTokenCount, answer.Usage.InputTokenDetails.CachedTokenCount);
        }

        Assert.Equal(("It is größer.", "{\"city\":\"Bern\"}", ChatFinishReason.ToolCalls), (text, arguments, reason));
        Assert.Equal((15, 5), (input, cached));
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal((15L, 5L, 42L, "tool_calls", AttemptOutcome.Completed), (row.InputTokens, row.CachedTokens, row.OutputTokens, row.FinishReason, row.Outcome));
        var sent = await engine.Requests.AtAsync(0, Cancellation);
        Assert.StartsWith("POST /v1/messages ", sent.Head, StringComparison.Ordinal);
        Assert.Contains("x-api-key: not-a-real-key", sent.Head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("anthropic-version: 2023-06-01", sent.Head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("authorization:", sent.Head, StringComparison.OrdinalIgnoreCase);
        Assert.True((int)sent.Json["max_tokens"]! > 0);
    }

    [Fact]
    public async Task Messages_Streaming_PassesTheEnginesBytes()
    {
        await using var engine = ScriptedEngine.Start(Says(Thought));
        await using var gateway = await GatewayUnderTest.StartAsync(Claude(engine));
        var answer = await PostAsync(gateway, """{"model":"sky","max_tokens":9,"stream":true,"future_field":{"a":1},"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(string.Concat(Thought.Select(Framed)), answer.Text);
        var sent = (await engine.Requests.AtAsync(0, Cancellation)).Text;
        Assert.Equal("""{"model":"claude-x","max_tokens":9,"stream":true,"future_field":{"a":1},"messages":[{"role":"user","content":"hi"}]}""", sent);
        Assert.Null(answer.Header("x-autoclaw-dropped"));
    }

    [Fact]
    public async Task Messages_Collected_KeepsWhatOnlyTheEngineKnows()
    {
        await using var engine = ScriptedEngine.Start(Says(Thought));
        await using var gateway = await GatewayUnderTest.StartAsync(Claude(engine));
        var answer = await PostAsync(gateway, """{"model":"sky","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""");
        var expected = JsonNode.Parse(
            """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[
              {"type":"thinking","thinking":"hm","signature":"c2ln"},
              {"type":"text","text":"It is größer.","citations":[{"type":"char_location","cited_text":"x"}]},
              {"type":"tool_use","id":"toolu_1","name":"forecast","input":{"city":"Bern"},"caller":{"type":"direct"}}],
             "stop_reason":"tool_use","stop_sequence":null,
             "usage":{"input_tokens":10,"cache_creation_input_tokens":0,"cache_read_input_tokens":5,"output_tokens":42,"service_tier":"standard"}}
            """);
        Assert.True(JsonNode.DeepEquals(expected, answer.Json), answer.Text);
        Assert.True((bool)(await engine.Requests.AtAsync(0, Cancellation)).Json["stream"]!);
    }

    [Fact]
    public async Task Messages_Overloaded_IsAnsweredByTheNextEngine()
    {
        await using var busy = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(
            529, "application/json", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""));
        await using var home = ScriptedEngine.Start(Script.Answers("fine"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Routes = [options.Routes[0] with { Aim = new AimOptions(Threshold: -1) }] }, TestEngine.Local(home), Claude(busy));
        var answer = await PostAsync(gateway, $$"""{"model":"{{GatewayUnderTest.LocalFirst}}","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal("fine", (string?)answer.Json["content"]![0]!["text"]);
        Assert.Equal(["sky", "home"], gateway.Ledger().Select(row => row.Engine));
    }

    [Fact]
    public async Task Messages_ErrorInTheStream_EndsInAnErrorAndNoStop()
    {
        await using var engine = ScriptedEngine.Start(Says(
            Thought[0], Thought[6].Replace("\"index\":1", "\"index\":0", StringComparison.Ordinal), Thought[7].Replace("\"index\":1", "\"index\":0", StringComparison.Ordinal),
            """{"type":"error","error":{"type":"api_error","message":"it broke"}}"""));
        await using var gateway = await GatewayUnderTest.StartAsync(Claude(engine));
        using var request = gateway.ChatRequest("""{"model":"sky","stream":true,"messages":[{"role":"user","content":"hi"}]}""");
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var text = new StringBuilder();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await reader.ReadLineAsync(Cancellation) is { } line)
            {
                text.AppendLine(line);
            }
        });
        Assert.Contains("It is ", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("it broke", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text.ToString(), StringComparison.Ordinal);
        Assert.Equal(AttemptOutcome.Truncated, Assert.Single(gateway.Ledger()).Outcome);
    }

    private static string Framed(string data) => $"event: {(string?)JsonNode.Parse(data)!["type"]}\ndata: {data}\n\n";

    private static Func<ScriptedExchange, Task> Says(params string[] events) => async exchange =>
    {
        await exchange.WriteHeadAsync();
        foreach (var data in events)
        {
            await exchange.WriteChunkAsync(Framed(data));
        }

        await exchange.EndAsync();
    };

    private static EngineOptions Claude(ScriptedEngine engine) => TestEngine.Cloud(engine) with { Kind = "anthropic", Model = "claude-x", ApiKey = "not-a-real-key" };

    private static Task<HttpAnswer> PostAsync(GatewayUnderTest gateway, string body) => gateway.PostAsync("messages", Encoding.UTF8.GetBytes(body));
}
