using System.Net;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Schema;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Answers;

/// <summary>A client that does not stream gets the stream collected into one answer, nothing lost.</summary>
public sealed class CollectedAnswerTests
{
    private const string Ask = """{"model":"auto","messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task Collected_Text_IsWholeAndValid()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("grüße", " \"du\"\n", "😀"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostChatAsync(Ask);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.Status, answer.Header("Content-Type")));
        Assert.Equal("chat.completion", (string?)answer.Json["object"]);
        Assert.Equal("chatcmpl-scripted", (string?)answer.Json["id"]);
        Assert.Equal("scripted-model", (string?)answer.Json["model"]);
        Assert.Equal(1700000000, (int?)answer.Json["created"]);
        var choice = Assert.Single(answer.Json["choices"]!.AsArray())!;
        Assert.Equal("grüße \"du\"\n😀", (string?)choice["message"]!["content"]);
        Assert.Equal("assistant", (string?)choice["message"]!["role"]);
        Assert.Equal("stop", (string?)choice["finish_reason"]);
        Assert.Equal(Script.PromptTokens + 3, (int?)answer.Json["usage"]!["total_tokens"]);
        await OpenAiSchema.AssertValidAsync(OpenAiSchema.ChatResponse, answer.Text);
    }

    [Fact]
    public async Task Collected_ManyOddPieces_AreJoinedExactly()
    {
        // Pieces as tokenisers make them: quotes, escapes, control characters, emoji, empty ones; now and then thoughts in between.
        string[] alphabet = ["a", " the", "\"", "\\", "\n", "\t", "/", "é", "😀", "\u0001", "\u2028", "{}", "data: ", ""];
        var random = new Random(11);
        var pieces = Enumerable.Range(0, 600).Select(_ => (Thought: random.Next(9) == 0, Text: alphabet[random.Next(alphabet.Length)])).ToList();
        var events = pieces.Select(piece => piece.Thought
            ? Script.Chunk($$"""{"index":0,"delta":{"reasoning_content":{{JsonValue.Create(piece.Text).ToJsonString()}} },"logprobs":null,"finish_reason":null}""")
            : Script.Content(piece.Text));
        var answer = await PostAsync(Ask, [Script.Role, .. events, Script.Finish("stop"), Script.Usage(1, 600), "[DONE]"]);
        var message = answer.Json["choices"]![0]!["message"]!;
        Assert.Equal(string.Concat(pieces.Where(piece => !piece.Thought).Select(piece => piece.Text)), (string?)message["content"]);
        Assert.Equal(string.Concat(pieces.Where(piece => piece.Thought).Select(piece => piece.Text)), (string?)message["reasoning_content"]);
    }

    [Fact]
    public async Task Collected_ToolCallDeltas_AreMergedByIndex()
    {
        var choice = await CollectAsync(
            """{"role":"assistant","content":null,"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"second","arguments":""}}]}""",
            """{"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"first","arguments":"{\"ci"}}]}""",
            """{"tool_calls":[{"index":1,"function":{"arguments":"{\"n\":"}},{"index":0,"function":{"arguments":"ty\":\"Paris\"}"}}]}""",
            """{"tool_calls":[{"index":1,"function":{"arguments":"2}"}}]}""");
        var calls = choice["message"]!["tool_calls"]!.AsArray();
        Assert.Equal(["call_a", "call_b"], calls.Select(call => (string?)call!["id"]));
        Assert.Equal(["first", "second"], calls.Select(call => (string?)call!["function"]!["name"]));
        Assert.Equal(["""{"city":"Paris"}""", """{"n":2}"""], calls.Select(call => (string?)call!["function"]!["arguments"]));
        Assert.All(calls, call => Assert.Equal("function", (string?)call!["type"]));
        Assert.All(calls, call => Assert.Null(call!["index"]));
        Assert.Null(choice["message"]!["content"]);
    }

    [Fact]
    public async Task Collected_ToolCallWithoutIndexInOnePiece_IsKept()
    {
        var choice = await CollectAsync(
            """{"role":"assistant","tool_calls":[{"id":"call_a","type":"function","function":{"name":"first","arguments":"{}"}},{"id":"call_b","type":"function","function":{"name":"second","arguments":"{}"}}]}""");
        Assert.Equal(["first", "second"], choice["message"]!["tool_calls"]!.AsArray().Select(call => (string?)call!["function"]!["name"]));
    }

    [Fact]
    public async Task Collected_ReasoningRefusalAndUnknownTexts_AreJoined()
    {
        var choice = await CollectAsync(
            """{"role":"assistant","reasoning_content":"I th"}""", """{"reasoning_content":"ink"}""", """{"content":"so","x_note":"a"}""", """{"refusal":"no","x_note":"b"}""");
        Assert.Equal(("I think", "so", "no", "ab"), (
            (string?)choice["message"]!["reasoning_content"], (string?)choice["message"]!["content"],
            (string?)choice["message"]!["refusal"], (string?)choice["message"]!["x_note"]));
    }

    [Fact]
    public async Task Collected_SeveralChoicesInAnyOrder_AreSortedByIndex()
    {
        var answer = await PostAsync(
            """{"model":"auto","n":2,"messages":[{"role":"user","content":"hi"}]}""",
            Script.Chunk("""{"delta":{"role":"assistant","content":"b1"},"finish_reason":null,"index":1}"""),
            Script.Chunk("""{"index":0,"delta":{"role":"assistant","content":"a1"},"finish_reason":null}"""),
            Script.Chunk("""{"index":1,"delta":{"content":"b2"},"finish_reason":"length"},{"index":0,"delta":{"content":"a2"},"finish_reason":"stop"}"""),
            "[DONE]");
        Assert.Equal(
            [(0, "a1a2", "stop"), (1, "b1b2", "length")],
            answer.Json["choices"]!.AsArray().Select(choice => ((int)choice!["index"]!, (string?)choice["message"]!["content"], (string?)choice["finish_reason"])));
    }

    [Fact]
    public async Task Collected_Logprobs_AreAppended()
    {
        static string Token(string token) => $$"""{"token":"{{token}}","logprob":-0.10,"bytes":[97],"top_logprobs":[{"token":"x","logprob":-1.50e0,"bytes":null}]}""";
        static string Chunk(string token) => Script.Chunk(
            $$$"""{"index":0,"delta":{"content":"{{{token}}}"},"logprobs":{"content":[{{{Token(token)}}}],"refusal":null},"finish_reason":null}""");
        var answer = await PostAsync(
            """{"model":"auto","logprobs":true,"messages":[{"role":"user","content":"hi"}]}""",
            Script.Role, Chunk("a"), Chunk("b"), Script.Finish("stop"), "[DONE]");
        var tokens = answer.Json["choices"]![0]!["logprobs"]!["content"]!.AsArray();
        Assert.Equal([Token("a"), Token("b")], tokens.Select(token => token!.ToJsonString()));
        await OpenAiSchema.AssertValidAsync(OpenAiSchema.ChatResponse, answer.Text);
    }

    [Fact]
    public async Task Collected_UnknownFieldsOfTheAnswer_AreKept()
    {
        var answer = await PostAsync(
            Ask,
            Script.Chunk("""{"index":0,"delta":{"content":"a"},"finish_reason":null,"x_choice":1}""", ""","system_fingerprint":"fp","x_vendor":{"v":1}"""),
            Script.Chunk("""{"index":0,"delta":{},"finish_reason":"stop"}""", ""","x_vendor":{"v":2.50}"""),
            """{"id":"other","object":"chat.completion.chunk","created":2,"model":"scripted-model","choices":[],"usage":{"prompt_tokens":2,"completion_tokens":1,"total_tokens":3,"completion_tokens_details":{"reasoning_tokens":1},"prompt_tokens_details":{"cached_tokens":2}},"timings":{"ms":1.50}}""",
            "[DONE]");
        Assert.Equal("chatcmpl-scripted", (string?)answer.Json["id"]);
        Assert.Equal("fp", (string?)answer.Json["system_fingerprint"]);
        Assert.Equal("""{"v":2.50}""", answer.Json["x_vendor"]!.ToJsonString());
        Assert.Equal("""{"ms":1.50}""", answer.Json["timings"]!.ToJsonString());
        Assert.Equal(1, (int?)answer.Json["choices"]![0]!["x_choice"]);
        Assert.Equal(2, (int?)answer.Json["usage"]!["prompt_tokens_details"]!["cached_tokens"]);
    }

    [Fact]
    public async Task Collected_CachedAndReasoningTokens_AreInTheLedger()
    {
        await using var engine = ScriptedEngine.Start(Script.Events(
            Script.Content("a"), Script.Finish("stop"),
            Script.Chunk("", ""","usage":{"prompt_tokens":20,"completion_tokens":9,"total_tokens":29,"completion_tokens_details":{"reasoning_tokens":8},"prompt_tokens_details":{"cached_tokens":16}}"""),
            "[DONE]"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        await gateway.PostChatAsync(Ask);
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal((20, 16, 9, 8, false), (row.InputTokens, row.CachedTokens, row.OutputTokens, row.ReasoningTokens, row.Estimated));
    }

    private static async Task<JsonNode> CollectAsync(params string[] deltas)
    {
        var answer = await PostAsync(
            Ask,
            [.. deltas.Select(delta => Script.Chunk($$"""{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":null}""")), Script.Finish("tool_calls"), "[DONE]"]);
        await OpenAiSchema.AssertValidAsync(OpenAiSchema.ChatResponse, answer.Text);
        return answer.Json["choices"]![0]!;
    }

    private static async Task<HttpAnswer> PostAsync(string body, params string[] events)
    {
        await using var engine = ScriptedEngine.Start(Script.Events(events));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostChatAsync(body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer;
    }
}
