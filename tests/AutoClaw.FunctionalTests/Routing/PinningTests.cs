using System.Net;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Routing;

/// <summary>Which engine a model's name leads to.</summary>
public sealed class PinningTests
{
    [Theory]
    [InlineData("local", TestEngine.LocalId, "local", "pinned")]
    [InlineData("cloud", TestEngine.CloudId, "cloud", "pinned")]
    [InlineData(TestEngine.LocalId, TestEngine.LocalId, "local", "pinned")]
    [InlineData(TestEngine.CloudId, TestEngine.CloudId, "cloud", "pinned")]
    [InlineData(TestEngine.LocalModel, TestEngine.LocalId, "local", "pinned")]
    [InlineData(TestEngine.CloudModel, TestEngine.CloudId, "cloud", "pinned")]
    [InlineData(GatewayUnderTest.LocalFirst, TestEngine.LocalId, "local", "score_below_threshold")]
    [InlineData("cloud-first", TestEngine.CloudId, "cloud", "score_at_or_above_threshold")]
    public async Task Chat_ModelName_ChoosesTheEngine(string name, string engineId, string place, string reason)
    {
        await using var local = ScriptedEngine.Start(Script.Answers("local"));
        await using var cloud = ScriptedEngine.Start(Script.Answers("cloud"));
        await using var gateway = await StartAsync(local, cloud);
        var answer = await gateway.PostChatAsync($$"""{"model":"{{name}}","messages":[{"role":"user","content":"hi"}]}""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        Assert.Equal((engineId, place, reason), (answer.Header("x-autoclaw-engine"), answer.Header("x-autoclaw-place"), answer.Header("x-autoclaw-reason")));
        Assert.Equal(place, (string?)answer.Json["choices"]![0]!["message"]!["content"]);
        Assert.Equal((place == "local" ? 1 : 0, place == "cloud" ? 1 : 0), (local.Requests.Items.Count, cloud.Requests.Items.Count));
        Assert.Equal(name, Assert.Single(gateway.Ledger()).Route);
    }

    [Theory]
    [InlineData("local")]
    [InlineData(TestEngine.LocalId)]
    [InlineData(TestEngine.LocalModel)]
    public async Task Chat_PinnedEngineFails_NobodyElseIsAsked(string name)
    {
        await using var local = ScriptedEngine.Start(Script.Fails(500));
        await using var cloud = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await StartAsync(local, cloud);
        var answer = await gateway.PostChatAsync($$"""{"model":"{{name}}","messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(HttpStatusCode.BadGateway, answer.Status);
        Assert.Empty(cloud.Requests.Items);
    }

    [Theory]
    [InlineData(""","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]""", "tools")]
    [InlineData(""","response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object"}}}""", "schema")]
    [InlineData(""","max_tokens":5000""", "context")]
    public async Task Chat_EngineLacksWhatIsAsked_GoesToTheOneThatHasIt(string more, string lacking)
    {
        await using var local = ScriptedEngine.Start(Script.Answers("never"));
        await using var cloud = ScriptedEngine.Start(Script.Answers("cloud"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            TestEngine.Local(local) with { Tools = lacking != "tools", JsonSchema = lacking != "schema", ContextTokens = lacking == "context" ? 4096 : null },
            TestEngine.Cloud(cloud));
        var answer = await gateway.PostChatAsync($$"""{"model":"{{GatewayUnderTest.LocalFirst}}","messages":[{"role":"user","content":"hi"}]{{more}}}""");
        Assert.Equal((TestEngine.CloudId, "capability"), (answer.Header("x-autoclaw-engine"), answer.Header("x-autoclaw-reason")));
        Assert.Empty(local.Requests.Items);
    }

    [Fact]
    public async Task Chat_ImageAndNoEngineThatSees_IsRefusedWithWhatIsMissing()
    {
        await using var local = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(local) with { Vision = false });
        var answer = await gateway.PostChatAsync(
            """{"model":"auto","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]}]}""");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("invalid_request_error", (string?)answer.Error["type"]);
        Assert.Empty(local.Requests.Items);
    }

    private static Task<GatewayUnderTest> StartAsync(ScriptedEngine local, ScriptedEngine cloud) => GatewayUnderTest.StartAsync(
        options => options with
        {
            Routes = [.. options.Routes, new RouteOptions { Name = "cloud-first", Engines = [TestEngine.LocalId, TestEngine.CloudId], Aim = new AimOptions(Threshold: -1) }],
        },
        TestEngine.Local(local),
        TestEngine.Cloud(cloud));
}
