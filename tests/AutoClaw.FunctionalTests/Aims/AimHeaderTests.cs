using System.Net;
using System.Text;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Schema;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Aims;

/// <summary>One request may ask for another aim than its route's, among what the route has.</summary>
public sealed class AimHeaderTests
{
    private const string Ask = """{"model":"auto","messages":[{"role":"user","content":"hi"}]}""";

    [Theory]
    [InlineData("local", "local", "aim_header")]
    [InlineData("cloud", "cloud", "aim_header")]
    [InlineData("cloud_share=1", "cloud", "score_at_or_above_threshold")]
    [InlineData("cloud_share=0", "local", "score_below_threshold")]
    [InlineData("quality=0", "local", "score_below_threshold")]
    [InlineData("quality=1", "cloud", "score_at_or_above_threshold")]
    public async Task Chat_AimHeader_WinsOverTheRoutesAim(string aim, string place, string reason)
    {
        await using var local = ScriptedEngine.Start(Script.Answers("local"));
        await using var cloud = ScriptedEngine.Start(Script.Answers("cloud"));
        await using var gateway = await StartAsync(local, cloud);
        var explained = await gateway.PostAsync("route", Encoding.UTF8.GetBytes(Ask), ("x-autoclaw-aim", aim));
        var answer = await gateway.PostChatAsync(Ask, ("x-autoclaw-aim", aim));

        Assert.Equal((HttpStatusCode.OK, place, reason), (answer.Status, answer.Header("x-autoclaw-place"), answer.Header("x-autoclaw-reason")));
        Assert.Equal((place, reason), ((string?)explained.Json["place"], (string?)explained.Json["reason"]));
        Assert.Equal(reason, Assert.Single(gateway.Ledger()).Reason);

        // The route's own aim has not heard of it.
        var after = await gateway.PostAsync("route", Encoding.UTF8.GetBytes(Ask));
        Assert.Equal(("cloud_share=0.5", 0), ((string?)after.Json["aim"]!["promise"], (int)after.Json["aim"]!["requests"]!));
    }

    [Fact]
    public async Task Chat_PlaceInTheHeader_IsNotLeftWhenItFails()
    {
        await using var local = ScriptedEngine.Start(Script.Fails(500));
        await using var cloud = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await StartAsync(local, cloud);

        Assert.Equal(HttpStatusCode.BadGateway, (await gateway.PostChatAsync(Ask, ("x-autoclaw-aim", "local"))).Status);
        Assert.Empty(cloud.Requests.Items);
    }

    [Theory]
    [InlineData("")]
    [InlineData("fast")]
    [InlineData("cloud_share=2")]
    [InlineData("quality=ninety")]
    public async Task Chat_AimHeaderThatIsNone_Is400WithTheFormsThatAre(string aim)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostChatAsync(Ask, ("x-autoclaw-aim", aim));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_aim", "x-autoclaw-aim"), (answer.Status, answer.ErrorCode, (string?)answer.Error["param"]));
        Assert.Contains("cloud_share=0.2, quality=0.98", (string?)answer.Error["message"], StringComparison.Ordinal);
        await OpenAiSchema.AssertValidAsync(OpenAiSchema.Error, answer.Text);
        Assert.Empty(engine.Requests.Items);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("local")]
    public async Task Chat_PlaceThatTheRouteLacks_Is400(string model)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostChatAsync(Ask.Replace("auto", model, StringComparison.Ordinal), ("x-autoclaw-aim", "cloud"));

        Assert.Equal((HttpStatusCode.BadRequest, "no_capable_engine"), (answer.Status, answer.ErrorCode));
        Assert.Contains("x-autoclaw-aim", (string?)answer.Error["message"], StringComparison.Ordinal);
        Assert.Empty(engine.Requests.Items);
    }

    private static Task<GatewayUnderTest> StartAsync(ScriptedEngine local, ScriptedEngine cloud) => GatewayUnderTest.StartAsync(
        options => options with
        {
            Routes = [new RouteOptions { Name = "auto", Engines = [TestEngine.LocalId, TestEngine.CloudId], Aim = new AimOptions(CloudShare: 0.5) }],
        },
        TestEngine.Local(local),
        TestEngine.Cloud(cloud));
}
