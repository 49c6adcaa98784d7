using System.Net;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.LlamaServer;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Faults;

/// <summary>An engine that closes a connection instead of answering: a local one is asked once more, a cloud, which may bill twice, is not.</summary>
public sealed class DroppedConnectionTests(LlamaServerFixture llama)
{
    private const string Ask = """{"model":"MODEL","stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Local_DropsOneConnection_IsAskedOnceMore(bool reset)
    {
        await using var home = ScriptedEngine.Start(Drop(reset), Script.Answers("here"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(home));

        var answer = await gateway.PostChatAsync(Ask.Replace("MODEL", TestEngine.LocalId, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("[DONE]", answer.Events[^1]);
        Assert.Equal(2, home.Requests.Items.Count);
        Assert.Equal(AttemptOutcome.Completed, Assert.Single(gateway.Ledger()).Outcome);
    }

    [Fact]
    public async Task Local_DropsEveryConnection_FailsAfterTheSecond()
    {
        await using var home = ScriptedEngine.Start(Drop(reset: false));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(home));

        var answer = await gateway.PostChatAsync(Ask.Replace("MODEL", TestEngine.LocalId, StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.BadGateway, "engine_malformed"), (answer.Status, answer.ErrorCode));
        Assert.Equal(2, home.Requests.Items.Count);
    }

    [Fact]
    public async Task Cloud_DropsAConnection_IsNotAskedAgain()
    {
        await using var sky = ScriptedEngine.Start(Drop(reset: false), Script.Answers("here"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(sky));

        var answer = await gateway.PostChatAsync(Ask.Replace("MODEL", TestEngine.CloudId, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.BadGateway, answer.Status);
        Assert.Single(sky.Requests.Items);
    }

    [Fact]
    public async Task LlamaServer_AskedAgainRightAfterAnAnswer_NeverFails()
    {
        var server = await llama.ChatAsync(Cancellation);
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(server.BaseUrl));
        var ask = Ask.Replace("MODEL", TestEngine.LocalId, StringComparison.Ordinal);

        // One connection of ours, one of the gateway's: each request follows the answer before it at once.
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(ask)).Status);
        }
    }

    private static Func<ScriptedExchange, Task> Drop(bool reset) => exchange =>
    {
        if (reset)
        {
            exchange.Reset();
        }
        else
        {
            exchange.Close();
        }

        return Task.CompletedTask;
    };
}
