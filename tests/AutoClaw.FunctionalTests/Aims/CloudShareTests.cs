using System.Text.Json.Nodes;
using AutoClaw.Cli.Simulator;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;
using SimulatedEngines = AutoClaw.FunctionalTests.Gateway.SimulatedEngines;

namespace AutoClaw.FunctionalTests.Aims;

/// <summary>A cloud share is a promise about live traffic.</summary>
public sealed class CloudShareTests
{
    private const int Window = 500;
    private const double Share = 0.35;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CloudShare_MixChangesUnderWay_EveryFiveHundredRequestsAreWithinTwoPoints()
    {
        await using var engines = await StartAsync();
        await SendAsync(engines.Gateway, [.. MixedTraffic.Everyday(600, seed: 1), .. MixedTraffic.Exam(600, seed: 2)]);

        var cloud = engines.Gateway.Ledger().Select(row => row.Place == Place.Cloud ? 1 : 0).ToArray();
        Assert.Equal(1200, cloud.Length);
        for (var start = 0; start + Window <= cloud.Length; start++)
        {
            // The ledger's order is that of the calls, eight at a time: up to eight decisions stand on the other side of an edge.
            Assert.Equal(Share, cloud.AsSpan(start, Window).ToArray().Average(), 0.02 + (8.0 / Window));
        }

        Assert.Equal(Share, cloud.Average(), 0.01);
    }

    [Fact]
    public async Task CloudShare_LocalEngineFails_TheCloudsAnswersAreCounted()
    {
        await using var cloud = ScriptedEngine.Start(Script.Answers("saved"));
        await using var local = ScriptedEngine.Start(Script.Fails(500));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Routes = [Route(0)] }, TestEngine.Local(local), TestEngine.Cloud(cloud));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("cloud", (await gateway.PostChatAsync("""{"model":"auto","messages":[{"role":"user","content":"hi"}]}""")).Header("x-autoclaw-place"));
        }

        var aim = (await ExplainAsync(gateway))["aim"]!;
        Assert.Equal((3, 1), ((int)aim["requests"]!, (double)aim["cloud_share"]!));
    }

    [Fact]
    public async Task CloudShare_ReloadWithTheSameAim_KeepsWhatWasLearnt()
    {
        await using var engines = await StartAsync();
        await SendAsync(engines.Gateway, MixedTraffic.Exam(300, seed: 3));
        var learnt = await ThresholdAsync(engines.Gateway);

        Assert.True(engines.Gateway.Apply(engines.Gateway.Options with { Limits = new LimitOptions(1 << 20) }));
        Assert.Equal(learnt, await ThresholdAsync(engines.Gateway));

        Assert.True(engines.Gateway.Apply(engines.Gateway.Options with { Routes = [Route(0.1)] }));
        Assert.NotEqual(learnt, await ThresholdAsync(engines.Gateway));
    }

    [Fact]
    public async Task CloudShare_Restart_GoesOnWithWhatWasLearnt()
    {
        await using var engines = await StartAsync();
        await SendAsync(engines.Gateway, MixedTraffic.Exam(300, seed: 4));
        var before = await ExplainAsync(engines.Gateway);
        Assert.Equal(300, (int)before["aim"]!["requests"]!);

        await engines.Gateway.RestartAsync();
        var after = await ExplainAsync(engines.Gateway);
        Assert.Equal(before["aim"]!.ToJsonString(), after["aim"]!.ToJsonString());
        Assert.Equal((double)before["threshold"]!, (double)after["threshold"]!);
    }

    private static RouteOptions Route(double share) =>
        new() { Name = "auto", Engines = [TestEngine.LocalId, TestEngine.CloudId], Aim = new AimOptions(CloudShare: share) };

    private static Task<SimulatedEngines> StartAsync() => SimulatedEngines.StartAsync(
        new SimulatorServerOptions { OutputTokens = 1 },
        options => options with { Routes = [Route(Share)] });

    private static async Task<JsonNode> ExplainAsync(GatewayUnderTest gateway) =>
        (await gateway.PostAsync("route", """{"model":"auto","messages":[{"role":"user","content":"hi"}]}"""u8.ToArray())).Json;

    private static async Task<double> ThresholdAsync(GatewayUnderTest gateway) => (double)(await ExplainAsync(gateway))["threshold"]!;

    private static Task SendAsync(GatewayUnderTest gateway, IEnumerable<string> prompts)
    {
        var client = gateway.Chat("auto");
        return Parallel.ForEachAsync(
            prompts,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancellation },
            async (prompt, cancellation) => await client.CompleteChatAsync([prompt], null, cancellation));
    }
}
