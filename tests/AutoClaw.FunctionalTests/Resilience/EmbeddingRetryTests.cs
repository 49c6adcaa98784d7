using System.Net;
using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Resilience;

/// <summary>Embeddings fail, are asked again and run out of time as chats do.</summary>
public sealed class EmbeddingRetryTests
{
    private const string Answer = """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"model":"m","usage":{"prompt_tokens":3,"total_tokens":3}}""";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"model":"auto","input":"hi"}""");

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Embeddings_OnlyEngineFailsOnce_IsAskedAgain(int status)
    {
        await using var engine = ScriptedEngine.Start(Script.Fails(status), exchange => exchange.WriteAnswerAsync(200, "application/json", Answer));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine) with { Retries = 1 });
        var answer = await gateway.PostAsync("embeddings", Body);
        Assert.Equal((HttpStatusCode.OK, "2"), (answer.Status, answer.Header("x-autoclaw-attempts")));
        Assert.Equal([AttemptOutcome.Failed, AttemptOutcome.Completed], gateway.Ledger().Select(row => row.Outcome));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    public async Task Embeddings_NothingThatPasses_IsNotAskedAgain(int status)
    {
        await using var engine = ScriptedEngine.Start(exchange => Script.Fails(status)(exchange));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine) with { Retries = 3 });
        Assert.NotEqual(HttpStatusCode.OK, (await gateway.PostAsync("embeddings", Body)).Status);
        Assert.Single(engine.Requests.Items);
    }

    [Theory]
    [InlineData("x-request-timeout", "300ms")]
    [InlineData("x-stainless-timeout", "0.3")]
    public async Task Embeddings_ClientsTimeIsOver_EndsTheCallAndSaysSo(string header, string value)
    {
        await using var engine = ScriptedEngine.Start(exchange => Script.HangsBeforeHead(exchange));
        await using var second = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(200, "application/json", Answer));
        await using var gateway = await GatewayUnderTest.StartAsync(
            TestEngine.Local(engine) with { EmbeddingModel = "e" }, TestEngine.Cloud(second) with { EmbeddingModel = "e" });
        var answer = await gateway.PostAsync("embeddings", Body, (header, value));
        Assert.Equal((HttpStatusCode.GatewayTimeout, "deadline_exceeded"), (answer.Status, answer.ErrorCode));
        await engine.Requests.Items[0].PeerLeft.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal((AttemptOutcome.Failed, "deadline_exceeded"), (row.Outcome, row.ErrorCode));
        Assert.Empty(second.Requests.Items);
    }

    [Fact]
    public async Task Embeddings_TimeoutThatIsNone_IsRefused()
    {
        await using var engine = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(200, "application/json", Answer));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostAsync("embeddings", Body, ("x-request-timeout", "soon"));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_timeout"), (answer.Status, answer.ErrorCode));
        Assert.Empty(engine.Requests.Items);
    }

    [Fact]
    public async Task Embeddings_EngineIsSilent_TimesOut()
    {
        await using var engine = ScriptedEngine.Start(exchange => Script.HangsBeforeHead(exchange));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine) with { FirstContentTimeout = TimeSpan.FromMilliseconds(200) });
        var answer = await gateway.PostAsync("embeddings", Body);
        Assert.Equal((HttpStatusCode.GatewayTimeout, "engine_timeout"), (answer.Status, answer.ErrorCode));
    }
}
