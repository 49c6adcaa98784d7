using System.Net;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Operations;

/// <summary>New options count for requests that come from now on; those under way are not disturbed.</summary>
public sealed class ReloadTests
{
    private const string Ask = """{"model":"local","messages":[{"role":"user","content":"hi"}]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_EngineReplacedMidStream_OldAnswerEndsAndNewRequestsGoToTheNewOne()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var old = ScriptedEngine.Start(async exchange =>
        {
            await exchange.WriteHeadAsync();
            await exchange.WriteEventAsync(Script.Content("old"));
            await goOn.Task.WaitAsync(Cancellation);
            await exchange.WriteEventAsync(Script.Finish("stop"));
            await exchange.WriteEventAsync("[DONE]");
            await exchange.EndAsync();
        });
        await using var next = ScriptedEngine.Start(Script.Answers("new"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(old));
        await using var answer = await gateway.StreamChatAsync("""{"model":"local","stream":true,"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(Script.Content("old"), await answer.NextAsync());

        Assert.True(gateway.Apply(gateway.Options with { Engines = [TestEngine.Local(next)] }));
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", gateway.ApiKey) } };
        using var request = gateway.ChatRequest(Ask);
        using var response = await http.SendAsync(request, Cancellation);
        Assert.Contains("\"new\"", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        goOn.SetResult();
        Assert.Equal([Script.Finish("stop"), "[DONE]"], await answer.RestAsync());
    }

    [Fact]
    public async Task Apply_UnusableFile_KeepsTheOldOptions()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("a"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        Assert.False(gateway.Apply(gateway.Options with { Engines = [], Router = new RouterOptions("/no/such/model") }));
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(Ask)).Status);
        Assert.Single(gateway.Log.Items, line => line.Contains("/no/such/model", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Apply_KeyRemoved_IsRefusedFromThenOn()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("a"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(Ask)).Status);
        Assert.True(gateway.Apply(gateway.Options with { Auth = new AuthOptions() }));
        Assert.Equal(HttpStatusCode.Unauthorized, (await gateway.PostChatAsync(Ask)).Status);
    }
}
