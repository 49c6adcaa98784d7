using System.Net;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Learning;

/// <summary>A share of the requests is asked of the other place too, once the client has its answer, and judged.</summary>
public sealed class ShadowTests
{
    private const string Ask = """{"model":"local-first","messages":[{"role":"user","content":"What is six times seven?"}]}""";

    private static readonly ShadowOptions Always = new() { Share = 1, Budget = new ShadowBudgetOptions(100) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("The answer is 42.", 1.0, false)]
    [InlineData("I think: 41", 0.0, true)]
    public async Task Exact_CopyOfALocalAnswer_IsLabelledByTheCloudsAnswer(string local, double worth, bool stream)
    {
        await using var home = ScriptedEngine.Start(Script.Answers(local));
        await using var sky = ScriptedEngine.Start(Script.Answers("So the answer is 42"));
        await using var gateway = await StartAsync(Always, home, sky);

        var answer = await gateway.PostChatAsync(stream ? Ask.Replace("{\"model\"", "{\"stream\":true,\"model\"", StringComparison.Ordinal) : Ask);
        await Eventually.TrueAsync(() => gateway.Labels().Count == 1);

        var label = gateway.Labels()[0];
        Assert.Equal((answer.Header("x-autoclaw-request-id"), "exact", 1.0), (label.RequestId, label.Judge, label.Propensity));
        Assert.Equal((TestEngine.LocalId, TestEngine.CloudId, worth, 1.0), (label.LocalEngine, label.CloudEngine, label.LocalScore, label.CloudScore));
        var rows = gateway.Ledger();
        Assert.Equal(["answer", "shadow"], rows.Select(r => r.Role));
        Assert.Equal([1L, 2L], rows.Select(r => r.Number));
        Assert.Equal((Script.PromptTokens * TestEngine.CloudInputPrice) + TestEngine.CloudOutputPrice, rows[1].Cost);
        Assert.Equal(0, gateway.OpenReservations());
    }

    [Fact]
    public async Task Client_OfACopiedRequest_DoesNotWaitForTheCopy()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("42"));
        await using var sky = ScriptedEngine.Start(Script.HangsBeforeHead);
        await using var gateway = await StartAsync(Always, home, sky);

        Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(Ask)).Status);
        await sky.Requests.AtAsync(0, Cancellation);

        // Stopping ends the call under way: it is settled, nothing hangs, nothing is left open.
        var rows = await gateway.StopAndReadLedgerAsync();
        Assert.Equal([AttemptOutcome.Completed, AttemptOutcome.Cancelled], rows.Select(r => r.Outcome));
        Assert.Equal("gateway_stopping", rows[1].ErrorCode);
        Assert.Equal(0, gateway.OpenReservations());
        Assert.Empty(gateway.Labels());
    }

    [Theory]
    [InlineData("""{"model":"local","messages":[{"role":"user","content":"hi"}]}""", null)]
    [InlineData("""{"model":"home","messages":[{"role":"user","content":"hi"}]}""", null)]
    [InlineData(Ask, "local")]
    [InlineData("""{"model":"local-first","n":2,"messages":[{"role":"user","content":"hi"}]}""", null)]
    [InlineData("""{"model":"local-first","tools":[{"type":"function","function":{"name":"f"}}],"messages":[{"role":"user","content":"hi"}]}""", null)]
    public async Task Request_ThatChoseItsPlaceOrHasNoJudge_IsNeverCopied(string body, string? aim)
    {
        await using var home = ScriptedEngine.Start(Script.Answers("42"));
        await using var sky = ScriptedEngine.Start(Script.Answers("42"));
        await using var gateway = await StartAsync(Always, home, sky);

        await gateway.PostChatAsync(body, aim is null ? [] : [("x-autoclaw-aim", aim)]);

        // The next one is copied, so by then the first would have been.
        await gateway.PostChatAsync(Ask);
        await Eventually.TrueAsync(() => gateway.Labels().Count > 0);
        Assert.Single(sky.Requests.Items);
        Assert.Single(gateway.Labels());
    }

    [Fact]
    public async Task Route_WithoutShadow_IsNeverCopied()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("42"));
        await using var sky = ScriptedEngine.Start(Script.Answers("42"));
        await using var gateway = await StartAsync(null, home, sky);

        await gateway.PostChatAsync(Ask);
        await gateway.StopAsync();

        Assert.Empty(sky.Requests.Items);
    }

    [Fact]
    public async Task Budget_UsedUp_CopiesNoMore()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("42"));
        await using var sky = ScriptedEngine.Start(Script.Answers("42"));

        // A copy is estimated at some 1.03 thousandths of a dollar and costs 13 millionths: one fits, and a second estimate does not.
        await using var gateway = await StartAsync(Always with { Budget = new ShadowBudgetOptions(0.00104m) }, home, sky);
        await gateway.PostChatAsync(Ask);
        await Eventually.TrueAsync(() => gateway.Labels().Count == 1);
        await gateway.PostChatAsync(Ask);
        await EndedAsync(gateway, "budget");

        Assert.Single(sky.Requests.Items);
        Assert.True(gateway.Ledger().Where(r => r.Role == "shadow").Sum(r => r.Cost) <= 1_040_000_000);
    }

    [Fact]
    public async Task Budget_OfNothing_LetsLocalCopiesThrough()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("42"));
        await using var sky = ScriptedEngine.Start(Script.Answers("42"));
        await using var gateway = await StartAsync(Always with { Budget = new ShadowBudgetOptions(0) }, home, sky, threshold: -1);

        await gateway.PostChatAsync(Ask);
        await Eventually.TrueAsync(() => gateway.Labels().Count == 1);

        Assert.Equal([TestEngine.CloudId, TestEngine.LocalId], gateway.Ledger().Select(r => r.Engine));
    }

    [Fact]
    public async Task Price_Unknown_CopiesNothing()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("42"));
        await using var sky = ScriptedEngine.Start(Script.Answers("42"));
        await using var gateway = await StartAsync(Always, home, sky, cloud: engine => engine with { Price = null });

        await gateway.PostChatAsync(Ask);
        await EndedAsync(gateway, "unpriced");

        Assert.Empty(sky.Requests.Items);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    public async Task Copy_Failed_IsRecordedAndNotLabelled(int status)
    {
        await using var home = ScriptedEngine.Start(Script.Answers("42"));
        await using var sky = ScriptedEngine.Start(Script.Fails(status));
        await using var gateway = await StartAsync(Always, home, sky);

        await gateway.PostChatAsync(Ask);
        await EndedAsync(gateway, "failed");

        Assert.Equal((AttemptOutcome.Rejected, (long?)status), (gateway.Ledger()[1].Outcome, gateway.Ledger()[1].EngineStatus));
        Assert.Empty(gateway.Labels());
    }

    [Theory]
    [InlineData("""{"lamp":"on"}""", "on", 1.0, 0.0)]
    [InlineData("""{"bulb":"on"}""", """{"lamp":"off"}""", 0.0, 1.0)]
    public async Task Schema_EachAnswer_IsWorthItsForm(string local, string cloud, double localWorth, double cloudWorth)
    {
        const string Formatted = """{"model":"local-first","response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object","required":["lamp"]}}},"messages":[{"role":"user","content":"hi"}]}""";
        await using var home = ScriptedEngine.Start(Script.Answers(local));
        await using var sky = ScriptedEngine.Start(Script.Answers(cloud));
        await using var gateway = await StartAsync(Always with { Judge = JudgeOptions.Schema }, home, sky);

        await gateway.PostChatAsync(Ask);
        await EndedAsync(gateway, "no_schema");
        await gateway.PostChatAsync(Formatted);
        await Eventually.TrueAsync(() => gateway.Labels().Count == 1);

        var label = gateway.Labels()[0];
        Assert.Equal(("schema", localWorth, cloudWorth), (label.Judge, label.LocalScore, label.CloudScore));
    }

    [Theory]
    [InlineData("A", "B", 1.0, 0.0)]
    [InlineData("B", "The better one is A.", 0.0, 1.0)]
    [InlineData("A", "A", 1.0, 1.0)]
    [InlineData("TIE", "B", 1.0, 1.0)]
    public async Task Engine_AskedInBothOrders_OnlyAnAgreementWins(string localFirst, string cloudFirst, double localWorth, double cloudWorth)
    {
        await using var home = ScriptedEngine.Start(Script.Answers("from home"));
        await using var sky = ScriptedEngine.Start(Script.Answers("from the sky"));
        await using var judge = ScriptedEngine.Start(Script.Answers(localFirst), Script.Answers(cloudFirst));
        await using var gateway = await StartAsync(Always with { Judge = new JudgeOptions("engine", "judge") }, home, sky, judge);

        await gateway.PostChatAsync(Ask);
        await Eventually.TrueAsync(() => gateway.Labels().Count == 1);

        var label = gateway.Labels()[0];
        Assert.Equal(("judge", localWorth, cloudWorth), (label.Judge, label.LocalScore, label.CloudScore));
        var questions = judge.Requests.Items.Select(r => (string)r.Json["messages"]![1]!["content"]!).ToArray();
        Assert.Contains("<answer_a>\nfrom home", questions[0], StringComparison.Ordinal);
        Assert.Contains("<answer_a>\nfrom the sky", questions[1], StringComparison.Ordinal);
        Assert.Equal(["answer", "shadow", "judge", "judge"], gateway.Ledger().Select(r => r.Role));
        Assert.All(gateway.Ledger().Where(r => r.Role == "judge"), r => Assert.NotNull(r.Cost));
    }

    [Fact]
    public async Task Engine_ThatSaysNothingToThePoint_GivesNoLabel()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("from home"));
        await using var sky = ScriptedEngine.Start(Script.Answers("from the sky"));
        await using var judge = ScriptedEngine.Start(Script.Answers("both are lovely"));
        await using var gateway = await StartAsync(Always with { Judge = new JudgeOptions("engine", "judge") }, home, sky, judge);

        await gateway.PostChatAsync(Ask);
        await EndedAsync(gateway, "no_verdict");

        Assert.Empty(gateway.Labels());
    }

    [Fact]
    public async Task Copies_MoreThanTheOtherEngineTakes_AreDroppedAndCounted()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("42"));
        await using var sky = ScriptedEngine.Start(Script.HangsBeforeHead);
        await using var gateway = await StartAsync(Always, home, sky);

        // Two are under way, 64 wait.
        for (var i = 0; i < 70; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(Ask)).Status);
        }

        await EndedAsync(gateway, "dropped");
        await gateway.StopAsync();
        Assert.Equal(0, gateway.OpenReservations());
    }

    // The counter is fed last, so whoever sees it sees the rest.
    private static Task EndedAsync(GatewayUnderTest gateway, string result) =>
        Eventually.TrueAsync(async () => (await gateway.GetAsync("/metrics")).Text.Split('\n')
            .Any(line => line.StartsWith("autoclaw_shadow", StringComparison.Ordinal) && line.Contains($"\"{result}\"", StringComparison.Ordinal)));

    private static Task<GatewayUnderTest> StartAsync(
        ShadowOptions? shadow, ScriptedEngine home, ScriptedEngine sky, ScriptedEngine? judge = null, double threshold = 1,
        Func<EngineOptions, EngineOptions>? cloud = null)
    {
        EngineOptions[] engines =
        [
            TestEngine.Local(home), (cloud ?? (e => e))(TestEngine.Cloud(sky)),
            .. judge is null ? Array.Empty<EngineOptions>() : [TestEngine.Cloud(judge) with { Id = "judge" }],
        ];
        return GatewayUnderTest.StartAsync(
            options => options with
            {
                Routes =
                [
                    new RouteOptions
                    {
                        Name = GatewayUnderTest.LocalFirst, Engines = [TestEngine.LocalId, TestEngine.CloudId], Aim = new AimOptions(Threshold: threshold),
                        Shadow = shadow,
                    },
                ],
            },
            engines);
    }
}
