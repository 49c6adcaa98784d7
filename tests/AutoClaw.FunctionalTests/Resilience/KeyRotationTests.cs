using System.Net;
using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Queue;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Resilience;

/// <summary>An engine with several keys: one that it does not take costs a call, not the request.</summary>
public sealed class KeyRotationTests
{
    private static readonly string[] Keys = ["first-key", "second-key", "third-key"];

    [Theory]
    [InlineData(401, false)]
    [InlineData(403, true)]
    [InlineData(429, false)]
    [InlineData(429, true)]
    public async Task Chat_FirstKeyIsNotTaken_IsAnsweredByTheNextAndStaysThere(int status, bool stream)
    {
        await using var engine = ScriptedEngine.Start(By(("first-key", Script.Fails(status)), ("second-key", Script.Answers("yes"))));
        await using var gateway = await GatewayUnderTest.StartAsync(Engine(engine));
        var answer = await gateway.PostChatAsync(Occupied.Ask(TestEngine.LocalId, stream));
        Assert.Equal((HttpStatusCode.OK, "2"), (answer.Status, answer.Header("x-autoclaw-attempts")));
        Assert.Equal("1", (await gateway.PostChatAsync(Occupied.Ask(TestEngine.LocalId, stream))).Header("x-autoclaw-attempts"));
        Assert.Equal(["Bearer first-key", "Bearer second-key", "Bearer second-key"], Sent(engine));
        Assert.Equal([AttemptOutcome.Failed, AttemptOutcome.Completed, AttemptOutcome.Completed], gateway.Ledger().Select(row => row.Outcome));
        var metrics = (await gateway.GetAsync("/metrics")).Text.Split('\n');
        Assert.EndsWith(" 1", Assert.Single(metrics, line => line.StartsWith("autoclaw_engine_keys_left_out{", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.EndsWith(" 0", Assert.Single(metrics, line => line.StartsWith("autoclaw_engine_set_back{", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_NoKeyIsTaken_AsksOncePerKeyAndGoesOnToTheNextEngine()
    {
        await using var engine = ScriptedEngine.Start(exchange => Script.Fails(401)(exchange));
        await using var other = ScriptedEngine.Start(exchange => Script.Answers("yes")(exchange));
        await using var gateway = await GatewayUnderTest.StartAsync(Engine(engine), TestEngine.Cloud(other));
        var answer = await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst));
        Assert.Equal((TestEngine.CloudId, "4"), (answer.Header("x-autoclaw-engine"), answer.Header("x-autoclaw-attempts")));
        Assert.Equal(Keys.Select(key => $"Bearer {key}"), Sent(engine));

        // The engine is set back now: all of its keys are known not to do.
        Assert.Equal("1", (await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst))).Header("x-autoclaw-attempts"));
    }

    [Fact]
    public async Task Chat_OneKeyForAll_AsksOnce()
    {
        await using var engine = ScriptedEngine.Start(exchange => Script.Fails(401)(exchange));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine) with { ApiKeys = ["only-key"] });
        var answer = await gateway.PostChatAsync(Occupied.Ask(TestEngine.LocalId));
        Assert.Equal((HttpStatusCode.BadGateway, "engine_auth_failed", "1"), (answer.Status, answer.ErrorCode, answer.Header("x-autoclaw-attempts")));
        Assert.Equal(["Bearer only-key"], Sent(engine));
    }

    [Fact]
    public async Task Embeddings_FirstKeyIsNotTaken_IsAnsweredByTheNext()
    {
        await using var engine = ScriptedEngine.Start(By(("first-key", Script.Fails(401)), ("second-key", exchange => exchange.WriteAnswerAsync(
            200, "application/json", """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"model":"m","usage":{"prompt_tokens":3,"total_tokens":3}}"""))));
        await using var gateway = await GatewayUnderTest.StartAsync(Engine(engine));
        var answer = await gateway.PostAsync("embeddings", Encoding.UTF8.GetBytes("""{"model":"auto","input":"hi"}"""));
        Assert.Equal((HttpStatusCode.OK, "2"), (answer.Status, answer.Header("x-autoclaw-attempts")));
        Assert.Equal(["Bearer first-key", "Bearer second-key"], Sent(engine));
    }

    private static EngineOptions Engine(ScriptedEngine engine) => TestEngine.Local(engine) with { ApiKeys = Keys };

    private static IEnumerable<string?> Sent(ScriptedEngine engine) => engine.Requests.Items.Select(request => request.Header("Authorization"));

    private static Func<ScriptedExchange, Task> By(params (string Key, Func<ScriptedExchange, Task> Script)[] scripts) => exchange =>
        scripts.First(each => exchange.Request.Header("Authorization") == $"Bearer {each.Key}").Script(exchange);
}
