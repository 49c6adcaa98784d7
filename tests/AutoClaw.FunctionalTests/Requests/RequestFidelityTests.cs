using System.Text;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Requests;

/// <summary>
/// What the engine gets is what the client wrote, byte for byte, but for the model's name, <c>stream</c> and the usage request.
/// Every expectation here is written out: left the client's bytes, right the engine's.
/// </summary>
public sealed class RequestFidelityTests
{
    private const string Asked = "\"stream\":true,\"stream_options\":{\"include_usage\":true},";

    [Theory]
    [InlineData(
        """{"model":"auto","messages":[{"role":"user","content":"hi"}]}""",
        """{"stream":true,"stream_options":{"include_usage":true},"model":"home-model","messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData(
        """{"stream":false,"messages":[{"role":"user","content":"hi"}],"model":"auto"}""",
        """{"stream_options":{"include_usage":true},"stream":true,"messages":[{"role":"user","content":"hi"}],"model":"home-model"}""")]
    [InlineData(
        """{"stream":null,"stream_options":null,"model":"auto","messages":[{"role":"user","content":"hi"}]}""",
        """{"stream":true,"stream_options":{"include_usage":true},"model":"home-model","messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData(
        """{"stream":true,"stream_options":{ },"model":"auto","messages":[{"role":"user","content":"hi"}]}""",
        """{"stream":true,"stream_options":{"include_usage":true},"model":"home-model","messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData(
        """{"stream":true,"stream_options":{"include_obfuscation":false},"model":"auto","messages":[{"role":"user","content":"hi"}]}""",
        """{"stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false},"model":"home-model","messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData(
        """{"stream":true,"stream_options":{"include_usage":false},"model":"auto","messages":[{"role":"user","content":"hi"}]}""",
        """{"stream":true,"stream_options":{"include_usage":true},"model":"home-model","messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData(
        """{"stream":true,"stream_options":{"include_usage":true},"model":"auto","messages":[{"role":"user","content":"hi"}]}""",
        """{"stream":true,"stream_options":{"include_usage":true},"model":"home-model","messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData(
        """{"mod\u0065l" : "\u0061uto", "str\u0065am" : true, "messages":[{"role":"user","content":"hi"}]}""",
        """{"stream_options":{"include_usage":true},"mod\u0065l" : "home-model", "str\u0065am" : true, "messages":[{"role":"user","content":"hi"}]}""")]
    public async Task Chat_AnyFormOfTheFieldsWeTouch_ChangesOnlyThose(string sent, string expected) => await AssertReceivedAsync(sent, expected);

    [Fact]
    public async Task Chat_EverythingElse_ReachesTheEngineUntouched()
    {
        // Key order, white space, number spellings, escapes, unknown fields and values that no parser keeps: none of it is ours.
        const string Rest = """

              "messages" : [
                {"content":"tab\there, snowman \u2603, é, \ud83d\ude00, \/slash","role":"developer","x-future":[1.0e0, -0, 1E+2, 12345678901234567890, 0.10]},
            	{"role":"user", "name":"a", "content":[{"type":"text","text":"look"},
                  {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"}}]},
                {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a\": 1.0}"}}]},
                {"role":"tool","tool_call_id":"call_1","content":"😀"}
              ],
              "temperature":1.0e0 , "top_p":1.00, "seed":9007199254740993, "n":1, "logprobs":true, "top_logprobs":2,
              "logit_bias":{"50256":-100}, "stop":["\n\n"], "user":"", "metadata":{}, "store":false, "service_tier":"auto",
              "response_format":{"type":"json_schema","json_schema":{"name":"s","strict":true,"schema":{"type":"object","properties":{"a":{"const":1.50}}}}},
              "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"model":{"type":"string"},"stream":{"type":"boolean"}}}}}],
              "parallel_tool_calls" :false, "tool_choice":"auto", "max_completion_tokens": 7,
              "x_vendor_field":{"nested":{"model":"not mine","stream":false}}, "" : null
            }

            """;
        await AssertReceivedAsync("{\r\n\"model\" :\t\"auto\" ," + Rest, "{" + Asked + "\r\n\"model\" :\t\"home-model\" ," + Rest);
    }

    [Fact]
    public async Task Chat_LargePrompt_ReachesTheEngineUntouched()
    {
        var text = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"{i:x} ä\\n"));
        var rest = $"\"messages\":[{{\"role\":\"user\",\"content\":\"{text}\"}}]}}";
        await AssertReceivedAsync("{\"model\":\"auto\"," + rest, "{" + Asked + "\"model\":\"home-model\"," + rest);
    }

    [Fact]
    public async Task Chat_EngineWithoutStreamUsage_IsNotAskedForIt()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine) with { StreamUsage = false });
        await gateway.PostChatAsync("""{"model":"auto","messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal("""{"stream":true,"model":"home-model","messages":[{"role":"user","content":"hi"}]}""", engine.Requests.Items[0].Text);
    }

    [Fact]
    public async Task Chat_Retry_StartsFromTheClientsBytes()
    {
        await using var first = ScriptedEngine.Start(Script.Fails(500));
        await using var second = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(first), TestEngine.Cloud(second));
        const string Tail = """,  "messages":[{"role":"user","content":"hi"}], "seed":1.0e0}""";
        await gateway.PostChatAsync($$"""{"model":"{{GatewayUnderTest.LocalFirst}}"{{Tail}}""");
        Assert.Equal("{" + Asked + "\"model\":\"home-model\"" + Tail, first.Requests.Items[0].Text);
        Assert.Equal("{" + Asked + "\"model\":\"sky-model\"" + Tail, second.Requests.Items[0].Text);
    }

    [Fact]
    public async Task Chat_Head_CarriesTheEnginesKeyAndHeadersAndNotTheClients()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine) with
        {
            ApiKey = "engine-key", Headers = new Dictionary<string, string> { ["X-Organisation"] = "o1" },
        });
        await gateway.PostChatAsync("""{"model":"auto","messages":[{"role":"user","content":"hi"}]}""", ("X-Client", "c1"), ("Cookie", "a=b"));
        var request = engine.Requests.Items[0];
        Assert.Equal("POST /v1/chat/completions", $"{request.Method} {request.Path}");
        Assert.Equal("Bearer engine-key", request.Header("Authorization"));
        Assert.Equal("o1", request.Header("X-Organisation"));
        Assert.StartsWith("application/json", request.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetByteCount(request.Text).ToString(System.Globalization.CultureInfo.InvariantCulture), request.Header("Content-Length"));
        Assert.Null(request.Header("X-Client"));
        Assert.Null(request.Header("Cookie"));
        Assert.Null(request.Header("Accept-Encoding"));
        Assert.DoesNotContain(gateway.ApiKey, request.Head, StringComparison.Ordinal);
    }

    private static async Task AssertReceivedAsync(string sent, string expected)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostChatAsync(sent);
        Assert.True(answer.Status == System.Net.HttpStatusCode.OK, answer.Text);
        Assert.Equal(expected, engine.Requests.Items[0].Text);
    }
}
