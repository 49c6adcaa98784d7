using System.Net;
using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.AnthropicClient;

/// <summary>What Anthropic's client can't show: what the engine gets, what is dropped or refused by name, and how a stream breaks off.</summary>
public sealed class MessagesWireTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_Request_ReachesTheEngineAsChatCompletion()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("fine"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await PostAsync(
            gateway,
            """
            {"model":"home","max_tokens":9,"system":"Be brief.","stop_sequences":["END"],"temperature":0.5,
             "messages":[{"role":"user","content":[{"type":"text","text":"größer"}]}]}
            """);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var sent = (await engine.Requests.AtAsync(0, Cancellation)).Json;
        Assert.Equal(TestEngine.LocalModel, (string?)sent["model"]);
        Assert.True((bool)sent["stream"]!);
        Assert.Equal(9, (int)sent["max_tokens"]!);
        Assert.Equal(["END"], sent["stop"]!.AsArray().Select(stop => (string?)stop));
        Assert.Equal(["system", "user"], sent["messages"]!.AsArray().Select(message => (string?)message!["role"]));
        Assert.Equal("größer", (string?)sent["messages"]![1]!["content"]);
    }

    [Fact]
    public async Task Messages_CacheControl_IsDroppedByName()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("fine"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await PostAsync(
            gateway,
            """{"model":"home","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"hi","cache_control":{"type":"ephemeral"}}]}]}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("cache_control", answer.Header("x-autoclaw-dropped"), StringComparison.Ordinal);
        Assert.Equal(answer.Header("x-autoclaw-dropped"), Assert.Single(gateway.Ledger()).Dropped);
    }

    [Theory]
    [InlineData(false, 400)]
    [InlineData(true, 200)]
    public async Task Messages_VendorTool_IsRefusedByNameUnlessLossesAreAllowed(bool lossy, int status)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("fine"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Routes = [options.Routes[0] with { Lossy = lossy }] }, TestEngine.Local(engine));
        var answer = await PostAsync(
            gateway,
            $$"""{"model":"{{GatewayUnderTest.LocalFirst}}","max_tokens":9,"tools":[{"type":"web_search_20250305","name":"web_search"}],"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(status, (int)answer.Status);
        if (lossy)
        {
            Assert.Contains("tools[0]", answer.Header("x-autoclaw-dropped"), StringComparison.Ordinal);
            return;
        }

        Assert.Equal("invalid_request_error", (string?)answer.Error["type"]);
        Assert.Contains("The tool 'web_search_20250305' is its vendor's own", (string?)answer.Error["message"], StringComparison.Ordinal);
        Assert.Empty(gateway.Ledger());
        Assert.Equal(0, engine.Connections);
    }

    [Fact]
    public async Task Messages_EngineBreaksOff_EndsInAnErrorEventAndNoStop()
    {
        await using var engine = ScriptedEngine.Start(async exchange =>
        {
            await exchange.WriteHeadAsync();
            await exchange.WriteEventAsync(Script.Content("half"));
            exchange.Reset();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.BaseUrl + "/messages"))
        {
            Content = new StringContent(
                """{"model":"home","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"hi"}]}""", Encoding.UTF8, "application/json"),
        };
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var text = new StringBuilder();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
            while (await reader.ReadLineAsync(Cancellation) is { } line)
            {
                text.AppendLine(line);
            }

            throw new IOException("ended");
        });
        Assert.Contains("event: error", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("half", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", text.ToString(), StringComparison.Ordinal);
        Assert.Equal(AttemptOutcome.Truncated, Assert.Single(gateway.Ledger()).Outcome);
    }

    [Fact]
    public async Task Messages_TwoDifferentKeys_AreRefused()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("fine"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await PostAsync(gateway, """{"model":"home","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""", ("x-api-key", "sk-ac-other-1"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("different keys", (string?)answer.Error["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", "sky")]
    [InlineData("claude-haiku-4-5", "home")]
    [InlineData("small", "home")]
    public async Task Model_Alias_StandsForItsRoute(string model, string engine)
    {
        await using var engines = await SimulatedEngines.StartAsync(new(), options => options with
        {
            Routes =
            [
                new RouteOptions { Name = "cheap", Engines = ["home"], Aliases = ["claude-haiku-*", "small"] },
                new RouteOptions { Name = "good", Engines = ["sky"], Aliases = ["claude-*"] },
            ],
        });
        var answer = await PostAsync(engines.Gateway, $$"""{"model":"{{model}}","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal((HttpStatusCode.OK, engine), (answer.Status, answer.Header("x-autoclaw-engine")));
    }

    private static Task<HttpAnswer> PostAsync(GatewayUnderTest gateway, string body, params (string Name, string Value)[] headers) =>
        gateway.PostAsync("messages", Encoding.UTF8.GetBytes(body), headers);
}
