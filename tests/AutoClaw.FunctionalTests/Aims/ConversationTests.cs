using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Aims;

/// <summary>A conversation stays where it is, unless a message is worth the move.</summary>
public sealed class ConversationTests
{
    private const string Hard = "Design a distributed transaction protocol, prove its safety and analyse its complexity under partial synchrony.";
    private const string Follow = "Thanks! And what is the weather like?";

    private static readonly string First = Body(null, Hard);

    [Theory]
    [InlineData("header")]
    [InlineData("prompt_cache_key")]
    [InlineData("metadata")]
    [InlineData("first messages")]
    public async Task Chat_EasierMessageInTheConversation_StaysAndANewOneDoesNot(string named)
    {
        await using var local = ScriptedEngine.Start(Script.Answers("local"));
        await using var cloud = ScriptedEngine.Start(Script.Answers("cloud"));
        await using var gateway = await StartAsync(local, cloud);
        var second = Body(named, Hard, Follow);
        var score = await ScoreAsync(gateway, second);
        Assert.True(await ScoreAsync(gateway, First) > score + 0.2, "the first message is the harder one");
        (string, string)[] headers = named == "header" ? [("x-autoclaw-conversation", "c1")] : [];

        // Well above the follow-up's score: not worth the cloud, nor a stay there.
        SetThreshold(gateway, score + 0.15);
        Assert.Equal("cloud", (await gateway.PostChatAsync(Body(named, Hard), headers)).Header("x-autoclaw-place"));
        var moved = await gateway.PostChatAsync(second, headers);
        Assert.Equal(("local", "score_below_threshold"), (moved.Header("x-autoclaw-place"), moved.Header("x-autoclaw-reason")));

        // Just above it.
        SetThreshold(gateway, score + 0.03);
        Assert.Equal("cloud", (await gateway.PostChatAsync(Body(named, Hard), headers)).Header("x-autoclaw-place"));
        var stayed = await gateway.PostChatAsync(second, headers);
        Assert.Equal(("cloud", "conversation_stays"), (stayed.Header("x-autoclaw-place"), stayed.Header("x-autoclaw-reason")));
        Assert.Equal("conversation_stays", gateway.Ledger()[^1].Reason);

        var another = await gateway.PostChatAsync(Body(null, "Hello", Follow), ("x-autoclaw-conversation", "c2"));
        Assert.Equal("local", another.Header("x-autoclaw-place"));
    }

    [Fact]
    public async Task Chat_FarHarderMessageInALocalConversation_MovesToTheCloud()
    {
        await using var local = ScriptedEngine.Start(Script.Answers("local"));
        await using var cloud = ScriptedEngine.Start(Script.Answers("cloud"));
        await using var gateway = await StartAsync(local, cloud);
        (string, string)[] headers = [("x-autoclaw-conversation", "c1")];
        var hard = await ScoreAsync(gateway, Body(null, Follow, Hard));

        // A little past the threshold is not enough, far past is.
        SetThreshold(gateway, hard - 0.03);
        Assert.Equal("local", (await gateway.PostChatAsync(Body(null, Follow), headers)).Header("x-autoclaw-place"));
        Assert.Equal("conversation_stays", (await gateway.PostChatAsync(Body(null, Follow, Hard), headers)).Header("x-autoclaw-reason"));
        SetThreshold(gateway, 0.02);
        var moved = await gateway.PostChatAsync(Body(null, Follow, Hard), headers);
        Assert.Equal(("cloud", "score_at_or_above_threshold"), (moved.Header("x-autoclaw-place"), moved.Header("x-autoclaw-reason")));
    }

    [Fact]
    public async Task Chat_EngineOfTheConversationFails_TheOtherAnswersAndKeepsIt()
    {
        await using var local = ScriptedEngine.Start(Script.Answers("local"), Script.Fails(500), Script.Answers("local"));
        await using var cloud = ScriptedEngine.Start(Script.Answers("cloud"));
        await using var gateway = await StartAsync(local, cloud);
        var score = await ScoreAsync(gateway, Body(null, "Hello", Follow));
        SetThreshold(gateway, score + 0.03);
        (string, string)[] headers = [("x-autoclaw-conversation", "c1")];
        Assert.Equal("local", (await gateway.PostChatAsync(Body(null, "Hello", Follow), headers)).Header("x-autoclaw-place"));
        Assert.Equal("cloud", (await gateway.PostChatAsync(Body(null, "Hello", Follow), headers)).Header("x-autoclaw-place"));
        Assert.Equal("conversation_stays", (await gateway.PostChatAsync(Body(null, "Hello", Follow), headers)).Header("x-autoclaw-reason"));
    }

    private static Task<GatewayUnderTest> StartAsync(ScriptedEngine local, ScriptedEngine cloud) => GatewayUnderTest.StartAsync(
        options => options with { Routes = [Route(0)] }, TestEngine.Local(local), TestEngine.Cloud(cloud));

    private static RouteOptions Route(double threshold) =>
        new() { Name = "auto", Engines = [TestEngine.LocalId, TestEngine.CloudId], Aim = new AimOptions(Threshold: threshold) };

    private static void SetThreshold(GatewayUnderTest gateway, double threshold) =>
        Assert.True(gateway.Apply(gateway.Options with { Routes = [Route(threshold)] }));

    private static async Task<double> ScoreAsync(GatewayUnderTest gateway, string body) =>
        (double)(await gateway.PostAsync("route", Encoding.UTF8.GetBytes(body))).Json["score"]!;

    private static string Body(string? named, params string[] userTurns)
    {
        var messages = new JsonArray();
        foreach (var turn in userTurns)
        {
            if (messages.Count > 0)
            {
                messages.Add(new JsonObject { ["role"] = "assistant", ["content"] = "Sure." });
            }

            messages.Add(new JsonObject { ["role"] = "user", ["content"] = turn });
        }

        var body = new JsonObject { ["model"] = "auto", ["messages"] = messages };
        if (named == "prompt_cache_key")
        {
            body["prompt_cache_key"] = "p1";
        }
        else if (named == "metadata")
        {
            body["metadata"] = new JsonObject { ["conversation_id"] = "m1" };
        }

        return body.ToJsonString();
    }
}
