using System.ClientModel;
using System.Net;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Schema;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Requests;

/// <summary>Who is let in, and what the others are told.</summary>
public sealed class AuthenticationTests
{
    private const string Body = """{"model":"auto","messages":[{"role":"user","content":"hi"}]}""";

    [Theory]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("Bearer sk-ac-tests-0123456789abcdef0123456789abcdef")]
    [InlineData("Bearer sk-ac-nobody-0123456789abcdef0123456789abcdef")]
    [InlineData("Bearer sk-other")]
    [InlineData("Basic dGVzdHM6dGVzdHM=")]
    public async Task Chat_WithoutTheKey_Is401InOpenAiForm(string authorization)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        foreach (var path in (string[])["chat/completions", "embeddings"])
        {
            gateway.Http.DefaultRequestHeaders.Remove("Authorization");
            var answer = await gateway.PostAsync(path, System.Text.Encoding.UTF8.GetBytes(Body), ("Authorization", authorization));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
            Assert.Equal(authorization.Length == 0 ? "missing_api_key" : "invalid_api_key", answer.ErrorCode);
            Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
            Assert.Equal("application/json", answer.Header("Content-Type"));
            Assert.NotNull(answer.Header("x-autoclaw-request-id"));
            await OpenAiSchema.AssertValidAsync(OpenAiSchema.Error, answer.Text);
        }

        Assert.Empty(engine.Requests.Items);
        Assert.Empty(gateway.Ledger());
    }

    [Fact]
    public async Task Models_WithoutTheKey_Is401()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(new Uri("http://127.0.0.1:9/v1")));
        gateway.Http.DefaultRequestHeaders.Remove("Authorization");
        Assert.Equal(HttpStatusCode.Unauthorized, (await gateway.GetAsync("/v1/models")).Status);
    }

    [Fact]
    public async Task OpenAiClient_WrongKey_ThrowsWithTheMessage()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(new Uri("http://127.0.0.1:9/v1")));
        var chat = gateway.OpenAI("sk-ac-tests-wrong").GetChatClient("auto");
        var error = await Assert.ThrowsAsync<ClientResultException>(() => chat.CompleteChatAsync(["hi"], null, TestContext.Current.CancellationToken));
        Assert.Equal(401, error.Status);
        Assert.Contains("invalid_api_key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_WrongKey_IsNotRepeatedInTheAnswer()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(new Uri("http://127.0.0.1:9/v1")));
        var answer = await gateway.PostChatAsync(Body, ("Authorization", "Bearer sk-ac-tests-notthisone"));
        Assert.DoesNotContain("notthisone", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    public async Task Chat_AnonymousOnLoopback_IsLetInOnlyIfConfigured(bool allowed, HttpStatusCode expected)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Auth = options.Auth with { AllowAnonymousLoopback = allowed } }, TestEngine.Local(engine));
        gateway.Http.DefaultRequestHeaders.Remove("Authorization");
        Assert.Equal(expected, (await gateway.PostChatAsync(Body)).Status);
        Assert.Equal(allowed ? [null] : [], gateway.Ledger().Select(row => row.KeyId));
    }

    [Fact]
    public async Task Chat_RightKey_IsInTheLedgerByItsIdAlone()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(Body)).Status);
        Assert.Equal(GatewayUnderTest.KeyId, Assert.Single(gateway.Ledger()).KeyId);
    }
}
