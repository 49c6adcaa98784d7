using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Wires;

/// <summary>Signatures and ciphertext go back to the engine that made them, as they came.</summary>
public sealed class OpaqueStateTests
{
    private const string Signature = "c2ln+/8=";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Messages_SignatureComesBack_GoesToItsMakerWhateverTheRouteWouldDo(bool stream)
    {
        await using var home = ScriptedEngine.Start(Script.Answers("from home"));
        await using var other = ScriptedEngine.Start(Claude);
        await using var maker = ScriptedEngine.Start(Claude);
        await using var gateway = await StartAsync(home, other, maker, "anthropic");

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(gateway, "messages", Turn("maker", null, stream))).Status);
        var second = await PostAsync(gateway, "messages", Turn(GatewayUnderTest.LocalFirst, Signature, stream));

        Assert.Equal(("maker", "opaque_state"), (second.Header("x-autoclaw-engine"), second.Header("x-autoclaw-reason")));
        Assert.Contains($"\"signature\":\"{Signature}\"", (await maker.Requests.AtAsync(1, Cancellation)).Text, StringComparison.Ordinal);
        Assert.Equal((0, 0), (home.Connections, other.Connections));

        // As some JSON writers spell it.
        var escaped = await PostAsync(gateway, "messages", Turn(GatewayUnderTest.LocalFirst, Signature.Replace("+", "\\u002B", StringComparison.Ordinal), stream));
        Assert.Equal("maker", escaped.Header("x-autoclaw-engine"));

        // Nobody's here.
        var strange = await PostAsync(gateway, "messages", Turn(GatewayUnderTest.LocalFirst, "b3RoZXI=", stream));
        Assert.Equal(("home", "score_below_threshold"), (strange.Header("x-autoclaw-engine"), strange.Header("x-autoclaw-reason")));
        Assert.All(gateway.Ledger().Skip(1).Take(2), row => Assert.Equal("opaque_state", row.Reason));
    }

    [Fact]
    public async Task Messages_MakerFails_AnotherAnswersWithoutTheSignatureAndSaysSo()
    {
        var up = true;
        await using var home = ScriptedEngine.Start(Script.Answers("from home"));
        await using var maker = ScriptedEngine.Start(exchange => up ? Claude(exchange) : exchange.WriteAnswerAsync(
            529, "application/json", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""));
        await using var gateway = await StartAsync(home, null, maker, "anthropic");
        await PostAsync(gateway, "messages", Turn("maker", null, stream: false));
        up = false;
        var second = await PostAsync(gateway, "messages", Turn(GatewayUnderTest.LocalFirst, Signature, stream: false));

        Assert.Equal(("home", "opaque_state"), (second.Header("x-autoclaw-engine"), second.Header("x-autoclaw-reason")));
        Assert.Contains("signature", second.Header("x-autoclaw-dropped"), StringComparison.Ordinal);
        Assert.Equal(["maker", "maker", "home"], gateway.Ledger().Select(row => row.Engine));
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    public async Task Responses_StateOfAnotherApisEngine_TravelsInsideTheReasoningItemAndBack(string kind)
    {
        await using var home = ScriptedEngine.Start(Script.Answers("from home"));
        await using var maker = ScriptedEngine.Start(kind == "gemini" ? Gemini : Claude);
        await using var gateway = await StartAsync(home, null, maker, kind);
        var first = await PostAsync(gateway, "responses", """{"model":"maker","input":"hi","store":false,"include":["reasoning.encrypted_content"],"tools":[{"type":"function","name":"look","parameters":{"type":"object"},"strict":false}]}""");
        var input = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "hi" });
        foreach (var item in first.Json["output"]!.AsArray())
        {
            input.Add(item!.DeepClone());
        }

        input.Add(new JsonObject { ["type"] = "function_call_output", ["call_id"] = (string?)input.Single(item => (string?)item!["type"] == "function_call")!["call_id"], ["output"] = "seen" });
        var body = new JsonObject { ["model"] = GatewayUnderTest.LocalFirst, ["store"] = false, ["input"] = input };
        var second = await PostAsync(gateway, "responses", body.ToJsonString());

        Assert.Equal(("maker", "opaque_state"), (second.Header("x-autoclaw-engine"), second.Header("x-autoclaw-reason")));
        var sent = (await maker.Requests.AtAsync(1, Cancellation)).Json;
        Assert.Contains(Signature, sent.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
        Assert.Null(second.Header("x-autoclaw-dropped"));
        Assert.Equal(0, home.Connections);
    }

    [Fact]
    public async Task Gemini_SignatureOfACall_GoesToItsMaker()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("from home"));
        await using var maker = ScriptedEngine.Start(Gemini);
        await using var gateway = await StartAsync(home, null, maker, "gemini");
        var root = gateway.BaseUrl.GetLeftPart(UriPartial.Authority);
        using var first = await gateway.Http.PostAsync(new Uri(root + "/v1beta/models/maker:generateContent"), Json("""{"contents":[{"parts":[{"text":"hi"}]}]}"""), Cancellation);
        Assert.Contains(Signature, await first.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var second = await gateway.Http.PostAsync(
            new Uri($"{root}/v1beta/models/{GatewayUnderTest.LocalFirst}:generateContent"),
            Json($$$$"""{"contents":[{"parts":[{"text":"hi"}]},{"role":"model","parts":[{"functionCall":{"name":"look","args":{}},"thoughtSignature":"{{{{Signature}}}}"}]},{"role":"user","parts":[{"functionResponse":{"name":"look","response":{"output":"seen"}}}]}]}"""),
            Cancellation);
        Assert.Equal("opaque_state", second.Headers.GetValues("x-autoclaw-reason").Single());
        Assert.Equal("maker", second.Headers.GetValues("x-autoclaw-engine").Single());
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static Task<GatewayUnderTest> StartAsync(ScriptedEngine home, ScriptedEngine? other, ScriptedEngine maker, string kind)
    {
        EngineOptions last = TestEngine.Cloud(maker) with { Id = "maker", Kind = kind, Model = "made", ApiKey = "not-a-real-key" };
        return other is null
            ? GatewayUnderTest.StartAsync(TestEngine.Local(home), last)
            : GatewayUnderTest.StartAsync(TestEngine.Local(home), last with { Id = "other", BaseUrl = other.BaseUrl }, last);
    }

    private static Task<HttpAnswer> PostAsync(GatewayUnderTest gateway, string path, string body) => gateway.PostAsync(path, Encoding.UTF8.GetBytes(body));

    private static string Turn(string model, string? signature, bool stream)
    {
        var before = signature is null ? "" : $$""","content":"hi"},{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"{{signature}}"},{"type":"text","text":"ok"}]},{"role":"user" """;
        return $$"""{"model":"{{model}}","max_tokens":2000,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user"{{before}},"content":"and?"}]}""";
    }

    private static Task Claude(ScriptedExchange exchange) => SayAsync(
        exchange,
        """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"made","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":1}}}""",
        """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}""",
        $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"{{{Signature}}}"}}""",
        """{"type":"content_block_stop","index":0}""",
        """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"look","input":{}}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{}"}}""",
        """{"type":"content_block_stop","index":1}""",
        """{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":4}}""",
        """{"type":"message_stop"}""");

    private static Task Gemini(ScriptedExchange exchange) => SayAsync(
        exchange,
        $$$"""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"look","args":{}},"thoughtSignature":"{{{Signature}}}"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":15,"candidatesTokenCount":4,"totalTokenCount":19},"modelVersion":"made","responseId":"r1"}""");

    private static async Task SayAsync(ScriptedExchange exchange, params string[] events)
    {
        await exchange.WriteHeadAsync();
        foreach (var data in events)
        {
            var name = (string?)JsonNode.Parse(data)!["type"];
            await exchange.WriteChunkAsync((name is null ? "" : $"event: {name}\n") + $"data: {data}\n\n");
        }

        await exchange.EndAsync();
    }
}
