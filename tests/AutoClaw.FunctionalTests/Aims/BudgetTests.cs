using System.Globalization;
using System.Net;
using System.Text;
using AutoClaw.Cli.Simulator;
using AutoClaw.Core.Model;
using AutoClaw.Core.Routing.Aims;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Schema;
using AutoClaw.Gateway.Options;
using SimulatedEngines = AutoClaw.FunctionalTests.Gateway.SimulatedEngines;

namespace AutoClaw.FunctionalTests.Aims;

/// <summary>A budget stops the cloud, and is never passed by more than one call.</summary>
public sealed class BudgetTests
{
    private const int OutputTokens = 2000;

    private const string Ask = """{"model":"auto","messages":[{"role":"user","content":"hi"}]}""";

    // Longer than what is assumed of an answer that nobody limits, so that every call costs more than it is expected to.
    private const long CallCost = (OutputTokens * TestEngine.CloudOutputPrice) + (20 * TestEngine.CloudInputPrice);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData(""","max_tokens":2000""")]
    public async Task Chat_ManyAtATime_SpendTheBudgetAndNoMoreThanOneCallPast(string more)
    {
        await using var engines = await StartAsync(calls: 20);
        var answers = await AskAsync(engines.Gateway, 80, more);

        // The client insisted on the cloud, so that nobody else can answer once the budget is gone.
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer =>
        {
            Assert.Equal((HttpStatusCode.TooManyRequests, "budget_exhausted"), (answer.Status, answer.ErrorCode));
            Assert.InRange(int.Parse(answer.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 31 * 24 * 3600);
        });
        await OpenAiSchema.AssertValidAsync(OpenAiSchema.Error, answers.First(answer => answer.Status != HttpStatusCode.OK).Text);
        var spent = engines.Gateway.Ledger().Sum(row => row.Cost!.Value);
        Assert.InRange(spent, 1, (20 * CallCost) + CallCost);
        Assert.Equal(engines.Gateway.Ledger().Count, answers.Count(answer => answer.Status == HttpStatusCode.OK));

        // One by one the rest of it can be spent.
        await AskOneByOneAsync(engines.Gateway, 25, more);
        spent = engines.Gateway.Ledger().Sum(row => row.Cost!.Value);
        Assert.InRange(spent, 18 * CallCost, (20 * CallCost) + CallCost);
        Assert.Equal(spent / 1e12m, (decimal)(await ExplainAsync(engines.Gateway))["spent_usd"]!);
    }

    [Fact]
    public async Task Chat_BudgetGone_LocalEngineAnswersAndSaysWhy()
    {
        await using var engines = await StartAsync(calls: 2);
        await AskOneByOneAsync(engines.Gateway, 4, "");

        // This route's own score would send everything to the cloud.
        var answer = await engines.Gateway.PostChatAsync(Ask, ("x-autoclaw-aim", "cloud_share=1"));
        Assert.Equal(("local", "budget_exhausted"), (answer.Header("x-autoclaw-place"), answer.Header("x-autoclaw-reason")));
        Assert.Equal("budget_exhausted", engines.Gateway.Ledger()[^1].Reason);
        Assert.Equal("local", (await engines.Gateway.PostChatAsync(Ask)).Header("x-autoclaw-place"));

        var embeddings = await engines.Gateway.PostAsync("embeddings", """{"model":"auto","input":"hi"}"""u8.ToArray());
        Assert.Equal((HttpStatusCode.OK, "local"), (embeddings.Status, embeddings.Header("x-autoclaw-place")));
    }

    [Fact]
    public async Task Embeddings_BudgetGoneAndNoLocalModel_Is429()
    {
        await using var engines = await StartAsync(calls: 1, embeddingsAtHome: false);
        Assert.Equal(HttpStatusCode.OK, (await engines.Gateway.PostAsync("embeddings", """{"model":"auto","input":"hi"}"""u8.ToArray())).Status);
        await AskOneByOneAsync(engines.Gateway, 3, "");

        var answer = await engines.Gateway.PostAsync("embeddings", Encoding.UTF8.GetBytes($$"""{"model":"auto","input":"{{new string('x', 40000)}}"}"""));
        Assert.Equal((HttpStatusCode.TooManyRequests, "budget_exhausted"), (answer.Status, answer.ErrorCode));
    }

    [Fact]
    public async Task Restart_BudgetGone_StaysGoneToThePicodollar()
    {
        await using var engines = await StartAsync(calls: 3);
        await AskOneByOneAsync(engines.Gateway, 5, "");
        var before = await ExplainAsync(engines.Gateway);
        await engines.Gateway.RestartAsync();
        var after = await ExplainAsync(engines.Gateway);

        Assert.Equal((decimal)before["spent_usd"]!, (decimal)after["spent_usd"]!);
        Assert.Equal(engines.Gateway.Ledger().Where(row => row.Place == Place.Cloud).Sum(row => row.Cost!.Value), (decimal)after["spent_usd"]! * Money.PerDollar);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await engines.Gateway.PostChatAsync(Ask, ("x-autoclaw-aim", "cloud"))).Status);
    }

    [Fact]
    public async Task Reload_BudgetRaised_GoesOnFromWhatIsSpent()
    {
        await using var engines = await StartAsync(calls: 2);
        await AskOneByOneAsync(engines.Gateway, 3, "");
        var spent = (decimal)(await ExplainAsync(engines.Gateway))["spent_usd"]!;
        Assert.True(engines.Gateway.Apply(engines.Gateway.Options with { Routes = [Route(calls: 10)] }));

        Assert.Equal(spent, (decimal)(await ExplainAsync(engines.Gateway))["spent_usd"]!);
        Assert.Equal("cloud", (await engines.Gateway.PostChatAsync(Ask, ("x-autoclaw-aim", "cloud"))).Header("x-autoclaw-place"));
    }

    private static RouteOptions Route(int calls) => new()
    {
        Name = "auto",
        Engines = [TestEngine.LocalId, TestEngine.CloudId],
        Aim = new AimOptions(Budget: new BudgetOptions(calls * CallCost / (decimal)Money.PerDollar, BudgetPeriod.Month)),
    };

    private static Task<SimulatedEngines> StartAsync(int calls, bool embeddingsAtHome = true) => SimulatedEngines.StartAsync(
        new SimulatorServerOptions { OutputTokens = OutputTokens },
        options => options with
        {
            Routes = [Route(calls)],
            Engines = [.. options.Engines.Select(engine => engine.Place == Place.Local && !embeddingsAtHome ? engine with { EmbeddingModel = null } : engine)],
        });

    private static async Task<System.Text.Json.Nodes.JsonNode> ExplainAsync(GatewayUnderTest gateway) =>
        (await gateway.PostAsync("route", Encoding.UTF8.GetBytes(Ask))).Json["aim"]!;

    private static async Task AskOneByOneAsync(GatewayUnderTest gateway, int count, string more)
    {
        for (var i = 0; i < count; i++)
        {
            await gateway.PostChatAsync(With(more), ("x-autoclaw-aim", "cloud"));
        }
    }

    private static async Task<HttpAnswer[]> AskAsync(GatewayUnderTest gateway, int count, string more)
    {
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", gateway.ApiKey) } };
        return await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            using var request = gateway.ChatRequest(With(more));
            request.Headers.Add("x-autoclaw-aim", "cloud");
            using var response = await http.SendAsync(request, Cancellation);
            return await HttpAnswer.ReadAsync(response, Cancellation);
        }));
    }

    private static string With(string more) => Ask[..^1] + more + "}";
}
