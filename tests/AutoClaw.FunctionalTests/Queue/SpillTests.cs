using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Queue;

/// <summary>Where requests go while the local engine is too busy to be worth the wait.</summary>
public sealed class SpillTests
{
    // Any wait at all is too long.
    private static readonly SpillOptions AtOnce = new(TimeSpan.FromMicroseconds(1));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chat_LocalIsBusy_TheCloudAnswersAndAllSayWhy(bool stream)
    {
        await using var engine = ScriptedEngine.Start(Occupied.Scripts);
        await using var cloud = ScriptedEngine.Start(Script.Answers("yes"));
        await using var gateway = await StartAsync(AtOnce, engine, cloud);
        await using (await Occupied.StartAsync(gateway, engine))
        {
            var plan = await Occupied.RouteAsync(gateway, GatewayUnderTest.LocalFirst);
            Assert.Equal(("sky", "local_busy"), ((string?)plan["engine"], (string?)plan["reason"]));
            var answer = await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst, stream));
            Assert.Equal((200, "sky", "local_busy"), ((int)answer.Status, answer.Header("x-autoclaw-engine"), answer.Header("x-autoclaw-reason")));
            var row = gateway.Ledger()[^1];
            Assert.Equal(("sky", "local_busy"), (row.Engine, row.Reason));
            Assert.NotNull(row.Score);
            Assert.Contains("autoclaw_spilled_total{", (await gateway.GetAsync("/metrics")).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Chat_CloudFailsToo_WaitsForTheLocalEngine()
    {
        await using var engine = ScriptedEngine.Start(Occupied.Scripts);
        await using var cloud = ScriptedEngine.Start(Script.Fails(500));
        await using var gateway = await StartAsync(AtOnce, engine, cloud);
        Task<HttpAnswer> waiting;
        await using (await Occupied.StartAsync(gateway, engine))
        {
            waiting = gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst));
            await cloud.Requests.AtAsync(0, TestContext.Current.CancellationToken);
        }

        Assert.Equal((200, "home"), ((int)(await waiting).Status, (await waiting).Header("x-autoclaw-engine")));
    }

    [Theory]
    [InlineData(TestEngine.LocalId, null, 0.5)]
    [InlineData("local", null, 0.5)]
    [InlineData(GatewayUnderTest.LocalFirst, "local", 0.5)]
    [InlineData(GatewayUnderTest.LocalFirst, "cloud_share=0", 0.5)]
    [InlineData(GatewayUnderTest.LocalFirst, null, 0.0)]
    public async Task Chat_MustStayLocal_WaitsHoweverBusy(string model, string? aim, double cloudShare)
    {
        await using var engine = ScriptedEngine.Start(Occupied.Scripts);
        await using var cloud = ScriptedEngine.Start(Script.Answers("no"));
        await using var gateway = await StartAsync(AtOnce, engine, cloud, new AimOptions(CloudShare: cloudShare));
        using var others = new HttpClient();
        Task<HttpAnswer> waiting;
        await using (await Occupied.StartAsync(gateway, engine))
        {
            waiting = Occupied.SendAsync(gateway, others, Occupied.Ask(model), aim is null ? [] : [("x-autoclaw-aim", aim)]);
            while ((int)(await Occupied.RouteAsync(gateway, TestEngine.LocalId))["engine_load"]![TestEngine.LocalId]!["queue_depth"]! == 0)
            {
                Assert.False(waiting.IsCompleted, "It did not wait.");
            }
        }

        Assert.Equal((200, "home"), ((int)(await waiting).Status, (await waiting).Header("x-autoclaw-engine")));
        Assert.Empty(cloud.Requests.Items);
    }

    [Fact]
    public async Task Chat_WaitIsWorthIt_Waits()
    {
        await using var engine = ScriptedEngine.Start(Occupied.Scripts);
        await using var cloud = ScriptedEngine.Start(Script.Answers("no"));
        await using var gateway = await StartAsync(new SpillOptions(TimeSpan.FromHours(1)), engine, cloud);
        await using (await Occupied.StartAsync(gateway, engine))
        {
            var plan = await Occupied.RouteAsync(gateway, GatewayUnderTest.LocalFirst);
            Assert.Equal(("home", "score_below_threshold"), ((string?)plan["engine"], (string?)plan["reason"]));
        }
    }

    private static Task<GatewayUnderTest> StartAsync(SpillOptions spill, ScriptedEngine engine, ScriptedEngine cloud, AimOptions? aim = null) => GatewayUnderTest.StartAsync(
        options => options with { Routes = [options.Routes[0] with { Spill = spill, Aim = aim ?? options.Routes[0].Aim }] },
        Occupied.OneSlot(engine), TestEngine.Cloud(cloud));
}
