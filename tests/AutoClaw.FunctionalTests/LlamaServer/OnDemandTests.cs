using System.Net;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.LlamaServer;

/// <summary>Engines that the gateway starts when they are asked for, in the memory that they may have, against the real process.</summary>
public sealed class OnDemandTests
{
    // Each is estimated at its file, a small cache and half a GiB of buffers.
    private const double RoomForOne = 0.75;

    [Fact]
    public async Task OnDemand_FirstRequest_StartsIt()
    {
        using var engine = new OwnedEngine();
        await using var gateway = await GatewayUnderTest.StartAsync(OnDemand(engine));
        Assert.Empty(engine.Processes());

        Assert.Equal(TinyModel.Answer, Text(await gateway.PostChatAsync(Ask("home"))));

        Assert.Single(engine.Processes());
    }

    [Fact]
    public async Task KeepAlive_Passed_StopsItAndTheNextRequestStartsItAgain()
    {
        using var engine = new OwnedEngine();
        await using var gateway = await GatewayUnderTest.StartAsync(OnDemand(engine, TimeSpan.FromSeconds(0.5)));
        Assert.Equal(TinyModel.Answer, Text(await gateway.PostChatAsync(Ask("home"))));

        await Eventually.TrueAsync(() => engine.Processes().Count == 0);

        Assert.Equal(TinyModel.Answer, Text(await gateway.PostChatAsync(Ask("home"))));
        Assert.Contains(gateway.Log.Items, line => line.Contains("Engine home sleeps until somebody asks for it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LocalMemory_ForOne_IdleOneMakesRoomForTheOther()
    {
        using var first = new OwnedEngine();
        using var second = new OwnedEngine("attic");
        await using var gateway = await GatewayUnderTest.StartAsync(Limited, OnDemand(first), OnDemand(second));

        foreach (var (asked, other) in ((OwnedEngine Asked, OwnedEngine Other)[])[(first, second), (second, first), (first, second)])
        {
            Assert.Equal(TinyModel.Answer, Text(await gateway.PostChatAsync(Ask(asked.Options.Id))));
            Assert.Single(asked.Processes());
            Assert.Empty(other.Processes());
        }
    }

    [Fact]
    public async Task LocalMemory_OneInUse_IsNeverStoppedForTheOther()
    {
        using var first = new OwnedEngine();
        using var second = new OwnedEngine("attic");

        // Half a second: the endless answer fills its context in little more than one.
        await using var gateway = await GatewayUnderTest.StartAsync(
            Limited, OnDemand(first, TimeSpan.FromSeconds(0.5)), OnDemand(second) with { FirstContentTimeout = TimeSpan.FromSeconds(0.5) });
        await using (var answer = await gateway.StreamChatAsync(Ask("home", TinyModel.EndlessWord, stream: true)))
        {
            Assert.NotNull(await answer.NextAsync());

            // Over a connection of its own: the usual client has one, and the stream holds it.
            using var http = new HttpClient();
            using var request = gateway.ChatRequest(Ask("attic"));
            request.Headers.Authorization = gateway.Http.DefaultRequestHeaders.Authorization;
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            var refused = await HttpAnswer.ReadAsync(response, TestContext.Current.CancellationToken);

            Assert.Equal((HttpStatusCode.ServiceUnavailable, "engine_not_running"), (refused.Status, refused.ErrorCode));
            Assert.NotNull(await answer.NextAsync());
            Assert.Single(first.Processes());
        }

        // Its answer has ended: now it makes room.
        await Eventually.TrueAsync(() => first.Processes().Count == 0 && second.Processes().Count == 1);
    }

    [Fact]
    public async Task LocalMemory_LessThanTheModelNeeds_SaysBothNumbers()
    {
        using var engine = new OwnedEngine();
        await using var gateway = await GatewayUnderTest.StartAsync(options => options with { LocalMemoryGiB = 0.25 }, OnDemand(engine));

        var refused = await gateway.PostChatAsync(Ask("home"));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "engine_not_running"), (refused.Status, refused.ErrorCode));
        Assert.Contains("and local_memory is 0.25 GiB", refused.Json["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(engine.Processes());
    }

    [Fact]
    public async Task Cold_Both_CloudAnswersNowAndTheEngineLater()
    {
        using var engine = new OwnedEngine();
        await using var cloud = ScriptedEngine.Start(Script.Answers("from the cloud"));
        await using var gateway = await GatewayUnderTest.StartAsync(o => WithCold(o, ColdStart.Both), OnDemand(engine), TestEngine.Cloud(cloud));

        Assert.Equal("from the cloud", Text(await gateway.PostChatAsync(Ask(GatewayUnderTest.LocalFirst))));
        await gateway.Log.FirstAsync(line => line.Contains("Engine home is ready after", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Equal(TinyModel.Answer, Text(await gateway.PostChatAsync(Ask(GatewayUnderTest.LocalFirst))));
    }

    [Fact]
    public async Task Cold_Cloud_EngineIsNotStarted()
    {
        using var engine = new OwnedEngine();
        await using var cloud = ScriptedEngine.Start(Script.Answers("from the cloud"));
        await using var gateway = await GatewayUnderTest.StartAsync(o => WithCold(o, ColdStart.Cloud), OnDemand(engine), TestEngine.Cloud(cloud));

        Assert.Equal("from the cloud", Text(await gateway.PostChatAsync(Ask(GatewayUnderTest.LocalFirst))));
        Assert.Empty(engine.Processes());
    }

    [Fact]
    public async Task Cold_CloudFails_TheRequestWaitsForTheEngine()
    {
        using var engine = new OwnedEngine();
        await using var cloud = ScriptedEngine.Refusing();
        await using var gateway = await GatewayUnderTest.StartAsync(o => WithCold(o, ColdStart.Cloud), OnDemand(engine), TestEngine.Cloud(cloud));

        Assert.Equal(TinyModel.Answer, Text(await gateway.PostChatAsync(Ask(GatewayUnderTest.LocalFirst))));
    }

    private static GatewayOptions WithCold(GatewayOptions options, ColdStart cold) =>
        options with { Routes = [.. options.Routes.Select(route => route with { Cold = cold })] };

    private static GatewayOptions Limited(GatewayOptions options) => options with { LocalMemoryGiB = RoomForOne };

    private static EngineOptions OnDemand(OwnedEngine engine, TimeSpan? keepAlive = null) =>
        engine.Options with { LlamaServer = engine.Options.LlamaServer! with { OnDemand = true, KeepAlive = keepAlive } };

    private static string Ask(string model, string word = "hi", bool stream = false) => new JsonObject
    {
        ["model"] = model,
        ["stream"] = stream,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = word }),
    }.ToJsonString();

    private static string? Text(HttpAnswer answer) => (string?)answer.Json["choices"]![0]!["message"]!["content"];
}
