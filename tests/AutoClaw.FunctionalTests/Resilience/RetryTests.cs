using System.Net;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Queue;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Resilience;

/// <summary>What a request gets whose engines have all failed once, and what happens to engines that fail.</summary>
public sealed class RetryTests
{
    [Theory]
    [InlineData("429", false)]
    [InlineData("429 for a second", true)]
    [InlineData("503", true)]
    [InlineData("500", false)]
    [InlineData("end before content", true)]
    [InlineData("error event", true)]
    public async Task Chat_OnlyEngineFailsOnce_IsAskedAgain(string fault, bool stream)
    {
        await using var engine = ScriptedEngine.Start(ScriptOf(fault), Script.Answers("now"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine) with { Retries = 1 });
        var answer = await gateway.PostChatAsync(Occupied.Ask(TestEngine.LocalId, stream));
        Assert.Equal((HttpStatusCode.OK, "2"), (answer.Status, answer.Header("x-autoclaw-attempts")));
        Assert.Equal([AttemptOutcome.Failed, AttemptOutcome.Completed], gateway.Ledger().Select(row => row.Outcome));
    }

    [Theory]
    [InlineData(400, 0)]
    [InlineData(404, 0)]
    [InlineData(422, 0)]
    [InlineData(401, 0)]
    [InlineData(403, 0)]
    [InlineData(503, 2)]
    public async Task Chat_EngineKeepsFailing_IsAskedAsOftenAsTheCauseAndTheOptionSay(int status, int retries)
    {
        await using var engine = ScriptedEngine.Start(exchange => Script.Fails(status)(exchange));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine) with { Retries = 2 });

        // Earns what the retries cost.
        for (var i = 0; i < 5; i++)
        {
            await gateway.PostChatAsync(Occupied.Ask(TestEngine.LocalId).Replace("Say one.", "first", StringComparison.Ordinal));
        }

        var before = engine.Requests.Items.Count;
        Assert.NotEqual(HttpStatusCode.OK, (await gateway.PostChatAsync(Occupied.Ask(TestEngine.LocalId))).Status);
        Assert.InRange(engine.Requests.Items.Count - before, 1, retries + 1);
        Assert.True(engine.Requests.Items.Count <= 6 + (retries == 0 ? 0 : 2), $"{engine.Requests.Items.Count} calls");
    }

    [Fact]
    public async Task Chat_ManyRequestsToAnEngineThatFails_AddAFifthToItsLoad()
    {
        await using var engine = ScriptedEngine.Start(exchange => Script.Fails(500)(exchange));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine) with { Retries = 5 });
        const int requests = 30;
        await Parallel.ForEachAsync(Enumerable.Range(0, requests), new ParallelOptions { MaxDegreeOfParallelism = requests, CancellationToken = TestContext.Current.CancellationToken }, async (_, _) =>
        {
            using var http = new HttpClient();
            Assert.Equal(HttpStatusCode.BadGateway, (await Occupied.SendAsync(gateway, http, Occupied.Ask(TestEngine.LocalId))).Status);
        });
        Assert.InRange(engine.Requests.Items.Count, requests, requests + 1 + (requests / 5));
    }

    [Fact]
    public async Task Chat_EngineAsksForALongPause_IsNotWaitedForAndTheClientHearsOfIt()
    {
        await using var engine = ScriptedEngine.Start(exchange => Script.Fails(429, headers: "Retry-After: 30\r\n")(exchange));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine) with { Retries = 3 });
        var answer = await gateway.PostChatAsync(Occupied.Ask(TestEngine.LocalId));
        Assert.Equal((429, "30", "1"), ((int)answer.Status, answer.Header("Retry-After"), answer.Header("x-autoclaw-attempts")));
    }

    [Fact]
    public async Task Chat_EngineWantsToBeLeftAlone_IsAskedAfterTheOthersUntilThen()
    {
        await using var first = ScriptedEngine.Start(exchange => Script.Fails(429, headers: "Retry-After: 60\r\n")(exchange));
        await using var second = ScriptedEngine.Start(exchange => Script.Answers("yes")(exchange));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(first), TestEngine.Cloud(second));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(TestEngine.CloudId, (await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst))).Header("x-autoclaw-engine"));
        }

        Assert.Single(first.Requests.Items);
        Assert.Equal([TestEngine.CloudId, TestEngine.LocalId], (await Occupied.RouteAsync(gateway, GatewayUnderTest.LocalFirst))["order"]!.AsArray().Select(id => (string?)id));
        Assert.Contains("autoclaw_engine_set_back", (await gateway.GetAsync("/metrics")).Text, StringComparison.Ordinal);
        Assert.Contains(gateway.Log.Items, line => line.Contains("Engine home fails (engine_overloaded)", StringComparison.Ordinal));

        // Nobody else could answer: it is asked all the same.
        Assert.Equal(429, (int)(await gateway.PostChatAsync(Occupied.Ask(TestEngine.LocalId))).Status);
        Assert.Equal(2, first.Requests.Items.Count);
    }

    [Fact]
    public async Task Chat_EngineFailsThreeTimes_IsAskedAfterTheOthers()
    {
        await using var first = ScriptedEngine.Start(exchange => Script.Fails(500)(exchange));
        await using var second = ScriptedEngine.Start(exchange => Script.Answers("yes")(exchange));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(first), TestEngine.Cloud(second));
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(TestEngine.CloudId, (await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst))).Header("x-autoclaw-engine"));
        }

        Assert.Equal(3, first.Requests.Items.Count);
    }

    [Fact]
    public async Task Embeddings_EngineFails_IsAskedAfterTheOthers()
    {
        await using var first = ScriptedEngine.Refusing();
        await using var second = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(
            200, "application/json", """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"model":"m","usage":{"prompt_tokens":3,"total_tokens":3}}"""));
        EngineOptions Embedding(ScriptedEngine engine, string id) => TestEngine.Local(engine) with { Id = id, Model = id, EmbeddingModel = "e" };
        await using var gateway = await GatewayUnderTest.StartAsync(Embedding(first, "one"), Embedding(second, "two"));
        var body = System.Text.Encoding.UTF8.GetBytes("""{"model":"e","input":"hi"}""");
        Assert.Equal("2", (await gateway.PostAsync("embeddings", body)).Header("x-autoclaw-attempts"));
        Assert.Equal("1", (await gateway.PostAsync("embeddings", body)).Header("x-autoclaw-attempts"));
    }

    private static Func<ScriptedExchange, Task> ScriptOf(string fault) => fault switch
    {
        "429" => Script.Fails(429),
        "429 for a second" => Script.Fails(429, headers: "Retry-After: 1\r\n"),
        "503" => Script.Fails(503),
        "500" => Script.Fails(500),
        "error event" => Script.Events("""{"error":{"message":"out of memory"}}"""),
        _ => Script.Events(Script.Role),
    };
}
