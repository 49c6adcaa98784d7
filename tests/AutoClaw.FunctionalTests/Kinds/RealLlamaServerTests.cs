using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.LlamaServer;

namespace AutoClaw.FunctionalTests.Kinds;

/// <summary><c>kind: llama.cpp</c> with the real server, so that what is replayed for it elsewhere is what it says.</summary>
public sealed class RealLlamaServerTests(LlamaServerFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_OfARunningServer_IsReady()
    {
        var server = await fixture.ChatAsync(Cancellation);
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(server.BaseUrl) with { Kind = "llama.cpp", Model = "tiny" });
        await Eventually.TrueAsync(() => gateway.Log.Items.Any(line => line.Contains("Engine home is ready", StringComparison.Ordinal)));
        Assert.Equal("ready\nengine home: ready\n", (await gateway.GetAsync("/readyz")).Text);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("\"return_progress\":true,", true)]
    public async Task Stream_OfALongPrompt_ShowsProgressOnlyToWhoAsksForIt(string wish, bool shown)
    {
        var server = await fixture.ChatAsync(Cancellation);
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(server.BaseUrl) with { Kind = "llama.cpp", Model = "tiny" });
        var answer = await gateway.PostChatAsync($$"""{"model":"home","stream":true,{{wish}}"messages":[{"role":"user","content":"{{new string('x', 8_000)}}"}]}""");
        Assert.Equal(shown, answer.Events.Any(data => data.Contains("prompt_progress", StringComparison.Ordinal)));
        Assert.Equal(TinyModel.Answer, string.Concat(answer.Events.SkipLast(1).Select(data => (string?)JsonNode.Parse(data)!["choices"]![0]!["delta"]!["content"])));
        Assert.Equal("[DONE]", answer.Events[^1]);
    }

    [Fact]
    public async Task Collected_OfALongPrompt_HasNoProgress()
    {
        var server = await fixture.ChatAsync(Cancellation);
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(server.BaseUrl) with { Kind = "llama.cpp", Model = "tiny" });
        var answer = await gateway.PostChatAsync($$"""{"model":"home","messages":[{"role":"user","content":"{{new string('y', 8_000)}}"}]}""");
        Assert.DoesNotContain("prompt_progress", answer.Text, StringComparison.Ordinal);
        Assert.Equal(TinyModel.Answer, (string?)answer.Json["choices"]![0]!["message"]!["content"]);
    }

    [Fact]
    public async Task Prompt_LongerThanItsContext_HasTheStableCodeAndItsNumbers()
    {
        var server = await fixture.ChatAsync(Cancellation);
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(server.BaseUrl) with { Kind = "llama.cpp", Model = "tiny" });
        var answer = await gateway.PostChatAsync($$"""{"model":"auto","messages":[{"role":"user","content":"{{new string('x', 80_000)}}"}]}""");
        Assert.Equal((400, "context_length_exceeded"), ((int)answer.Status, answer.ErrorCode));
        Assert.Matches("[0-9]+ tokens.*[0-9]+ tokens", (string)answer.Error["message"]!);
        Assert.Equal((AttemptOutcome.Failed, 0L), (Assert.Single(gateway.Ledger()).Outcome, gateway.Ledger()[0].OutputTokens));
    }
}
