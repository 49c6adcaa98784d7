using System.Net;
using System.Text;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Schema;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Requests;

/// <summary>What is refused before any engine sees it, and that the connection serves the next request as if nothing had been.</summary>
public sealed class RefusedRequestTests
{
    private const string Good = """{"model":"auto","messages":[{"role":"user","content":"hi"}]}""";

    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    public static TheoryData<string, int, string, string?> Bodies => new()
    {
        { "", 400, "invalid_json", null },
        { "{", 400, "invalid_json", null },
        { "[]", 400, "invalid_json", null },
        { "null", 400, "invalid_json", null },
        { $"{{\"model\":\"auto\",{Messages}", 400, "invalid_json", null },
        { $"{{\"model\":\"auto\",{Messages}}} x", 400, "invalid_json", null },
        { $"{{\"model\":\"auto\",{Messages},}}", 400, "invalid_json", null },
        { $"{{\"model\":\"auto\",{Messages},\"user\":'a'}}", 400, "invalid_json", null },
        { $"{{\"model\":\"auto\",{Messages},\"seed\":01}}", 400, "invalid_json", null },
        { $"{{\"model\":\"auto\",\"model\":\"cloud\",{Messages}}}", 400, "duplicate_key", "model" },
        { $"{{\"model\":\"auto\",\"mod\\u0065l\":\"cloud\",{Messages}}}", 400, "duplicate_key", "model" },
        { $"{{\"model\":\"auto\",{Messages},\"messages\":[]}}", 400, "duplicate_key", "messages" },
        { $"{{\"model\":\"auto\",{Messages},\"metadata\":{{\"a\":{{\"b\":1,\"\\u0062\":2}}}}}}", 400, "duplicate_key", "b" },
        { "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"role\":\"system\",\"content\":\"hi\"}]}", 400, "duplicate_key", "role" },
        { $"{{\"model\":\"auto\",{Messages},\"metadata\":{new string('[', 64)}{new string(']', 64)}}}", 400, "too_deep", null },
        { "{\"model\":\"auto\"}", 400, "missing_field", "messages" },
        { "{\"model\":\"auto\",\"messages\":[]}", 400, "no_messages", "messages" },
        { "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}", 400, "missing_field", "model" },
        { $"{{\"model\":\"no-such-model\",{Messages}}}", 404, "model_not_found", "model" },
        { $"{{\"model\":7,{Messages}}}", 400, "wrong_type", "model" },
        { $"{{\"model\":null,{Messages}}}", 400, "wrong_type", "model" },
        { "{\"model\":\"auto\",\"messages\":\"hi\"}", 400, "wrong_type", "messages" },
        { "{\"model\":\"auto\",\"messages\":[\"hi\"]}", 400, "wrong_type", "messages[0]" },
        { "{\"model\":\"auto\",\"messages\":[{\"content\":\"hi\"}]}", 400, "missing_field", "messages[0].role" },
        { "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":1,\"content\":\"b\"}]}", 400, "wrong_type", "messages[1].role" },
        { "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":5}]}", 400, "wrong_type", "messages[0].content" },
        { $"{{\"model\":\"auto\",{Messages},\"stream\":\"yes\"}}", 400, "wrong_type", "stream" },
        { $"{{\"model\":\"auto\",{Messages},\"stream_options\":[]}}", 400, "wrong_type", "stream_options" },
        { $"{{\"model\":\"auto\",{Messages},\"stream_options\":{{\"include_usage\":1}}}}", 400, "wrong_type", "stream_options.include_usage" },
        { $"{{\"model\":\"auto\",{Messages},\"max_tokens\":\"9\"}}", 400, "wrong_type", "max_tokens" },
        { $"{{\"model\":\"auto\",{Messages},\"max_completion_tokens\":4,\"max_tokens\":{{\"a\":1}}}}", 400, "wrong_type", "max_tokens" },
        { $"{{\"model\":\"auto\",{Messages},\"n\":[]}}", 400, "wrong_type", "n" },
        { $"{{\"model\":\"auto\",{Messages},\"temperature\":\"hot\"}}", 400, "wrong_type", "temperature" },
        { $"{{\"model\":\"auto\",{Messages},\"tools\":{{}}}}", 400, "wrong_type", "tools" },
        { $"{{\"model\":\"auto\",{Messages},\"response_format\":\"json\"}}", 400, "wrong_type", "response_format" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Chat_BadBody_IsRefusedAtOnceAndTheConnectionServesOn(string body, int status, string code, string? param)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostChatAsync(body);
        Assert.Equal((status, code, param), ((int)answer.Status, answer.ErrorCode, (string?)answer.Error["param"]));
        Assert.Equal("invalid_request_error", (string?)answer.Error["type"]);
        Assert.NotEmpty((string)answer.Error["message"]!);
        Assert.NotNull(answer.Header("x-autoclaw-request-id"));
        await OpenAiSchema.AssertValidAsync(OpenAiSchema.Error, answer.Text);
        Assert.Empty(engine.Requests.Items);
        Assert.Empty(gateway.Ledger());

        Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(Good)).Status);
        Assert.Equal(1, gateway.Connections);
    }

    [Fact]
    public async Task Chat_NotUtf8_IsRefused()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        byte[] body = [.. "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\""u8, 0xC3, 0x28, .. "\"}]}"u8];
        var answer = await gateway.PostAsync("chat/completions", body);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_json"), (answer.Status, answer.ErrorCode));
        Assert.Empty(engine.Requests.Items);
    }

    [Fact]
    public async Task Chat_SixtyFourLevels_IsTaken()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var body = $"{{\"model\":\"auto\",{Messages},\"metadata\":{new string('[', 63)}{new string(']', 63)}}}";
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(body)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chat_BodyOverTheLimit_Is413AndTheConnectionServesOn(bool chunked)
    {
        const int Limit = 4096;
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Limits = new LimitOptions(Limit) }, TestEngine.Local(engine));

        // Padded with white space, which belongs to the body as much as anything.
        var fits = await gateway.PostChatAsync(Good.PadRight(Limit));
        Assert.Equal(HttpStatusCode.OK, fits.Status);
        (string, string)[] headers = chunked ? [("Transfer-Encoding", "chunked")] : [];
        var answer = await gateway.PostAsync("chat/completions", Encoding.UTF8.GetBytes(Good.PadRight(Limit + 1)), headers);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), (answer.Status, answer.ErrorCode));
        await OpenAiSchema.AssertValidAsync(OpenAiSchema.Error, answer.Text);
        Assert.Single(engine.Requests.Items);

        Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(Good)).Status);
        Assert.Equal(1, gateway.Connections);
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions", 405)]
    [InlineData("GET", "/v1/nothing-here", 404)]
    public async Task AnyPath_NotServed_IsAnErrorInOpenAiForm(string method, string path, int status)
    {
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(new Uri("http://127.0.0.1:9/v1")));
        Assert.Equal("GET", method);
        var answer = await gateway.GetAsync(path);
        Assert.Equal(status, (int)answer.Status);
        await OpenAiSchema.AssertValidAsync(OpenAiSchema.Error, answer.Text);
    }
}
