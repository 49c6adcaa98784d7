using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.LlamaServer;

/// <summary>A real local engine that dies: the cloud takes over, or the client is told.</summary>
public sealed class LlamaServerDeathTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_ServerDiedBetweenRequests_CloudAnswers()
    {
        var server = await LlamaServerProcess.StartAsync([], Cancellation);
        await using var cloud = ScriptedEngine.Start(Script.Answers("from the cloud"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(server.BaseUrl), TestEngine.Cloud(cloud));
        var body = $$"""{"model":"{{GatewayUnderTest.LocalFirst}}","messages":[{"role":"user","content":"hi"}]}""";
        Assert.Equal(TinyModel.Answer, Text(await gateway.PostChatAsync(body)));
        await server.DisposeAsync();

        // Its kept connection is dead as well, which is found out only by using it.
        Assert.Equal("from the cloud", Text(await gateway.PostChatAsync(body)));
        Assert.Equal([AttemptOutcome.Completed, AttemptOutcome.Failed, AttemptOutcome.Completed], gateway.Ledger().Select(row => row.Outcome));
    }

    [Fact]
    public async Task Stream_ServerDiesMidway_ClientIsTold()
    {
        var server = await LlamaServerProcess.StartAsync([], Cancellation);
        await using var cloud = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(server.BaseUrl), TestEngine.Cloud(cloud));
        await using var answer = await gateway.StreamChatAsync(
            $$"""{"model":"{{GatewayUnderTest.LocalFirst}}","stream":true,"messages":[{"role":"user","content":"{{TinyModel.EndlessWord}}"}]}""");
        Assert.NotNull(await answer.NextAsync());
        await server.DisposeAsync();
        var rest = await answer.RestUntilBrokenAsync();
        Assert.Equal("engine_broke_off", (string?)JsonNode.Parse(rest[^1])!["error"]!["code"]);
        Assert.Empty(cloud.Requests.Items);
        Assert.Equal(AttemptOutcome.Truncated, Assert.Single(await gateway.StopAndReadLedgerAsync()).Outcome);
    }

    private static string? Text(HttpAnswer answer) => (string?)answer.Json["choices"]![0]!["message"]!["content"];
}
