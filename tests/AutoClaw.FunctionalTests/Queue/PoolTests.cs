using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Queue;

/// <summary>Two local engines of one model: who is asked.</summary>
public sealed class PoolTests
{
    private const string Second = "home2";

    [Theory]
    [InlineData(GatewayUnderTest.LocalFirst)]
    [InlineData(TestEngine.LocalModel)]
    [InlineData("local")]
    public async Task Chat_OneMemberIsBusy_TheOtherAnswersAtOnce(string model)
    {
        await using var engine = ScriptedEngine.Start(Occupied.Scripts);
        await using var other = ScriptedEngine.Start(Script.Answers("yes"));
        await using var gateway = await GatewayUnderTest.StartAsync(Occupied.OneSlot(engine), Occupied.OneSlot(other, Second));
        await using (await Occupied.StartAsync(gateway, engine))
        {
            Assert.Equal([Second, TestEngine.LocalId], (await Occupied.RouteAsync(gateway, model))["order"]!.AsArray().Select(id => (string?)id));
            Assert.Equal(Second, (await gateway.PostChatAsync(Occupied.Ask(model))).Header("x-autoclaw-engine"));
        }
    }

    [Fact]
    public async Task Chat_ConversationUnderWay_StaysAtItsMemberAndANewOneDoesNot()
    {
        await using var engine = ScriptedEngine.Start(Occupied.Scripts);
        await using var other = ScriptedEngine.Start(Script.Answers("yes"));
        await using var gateway = await GatewayUnderTest.StartAsync(Occupied.OneSlot(engine), Occupied.OneSlot(other, Second));
        await using (await Occupied.StartAsync(gateway, engine))
        {
            Assert.Equal(Second, await EngineOfAsync(gateway, "c1"));
        }

        while ((int)(await Occupied.RouteAsync(gateway, TestEngine.LocalId))["engine_load"]![TestEngine.LocalId]!["under_way"]! > 0)
        {
            // The one that was held is being let go.
        }

        Assert.Equal(Second, await EngineOfAsync(gateway, "c1"));
        Assert.Equal(TestEngine.LocalId, await EngineOfAsync(gateway, "c2"));
        Assert.Equal(TestEngine.LocalId, await EngineOfAsync(gateway, "c2"));
    }

    [Fact]
    public async Task Chat_MemberOfTheConversationIsBusyForLongerThanReadingItAnew_Moves()
    {
        // It says that it reads a token in no time, so that no wait is worth it.
        var quick = Script.Events(
            Script.Content("one"), Script.Finish("stop"),
            Script.Chunk("", ""","usage":{"prompt_tokens":10,"completion_tokens":3,"total_tokens":13},"timings":{"prompt_ms":0.000001,"predicted_ms":1}"""), "[DONE]");
        await using var engine = ScriptedEngine.Start(quick, quick, Script.HangsAfter("three"));
        await using var other = ScriptedEngine.Start(Script.Answers("yes"));
        await using var gateway = await GatewayUnderTest.StartAsync(Occupied.OneSlot(engine), Occupied.OneSlot(other, Second));
        Assert.Equal(TestEngine.LocalId, await EngineOfAsync(gateway, "c1"));
        await using (await Occupied.StartAsync(gateway, engine, held: 2))
        {
            Assert.Equal(Second, await EngineOfAsync(gateway, "c1"));
        }
    }

    [Fact]
    public async Task Chat_MemberIsDead_TheOtherAnswersAndTheNextRequestsDoNotTryIt()
    {
        await using var dead = ScriptedEngine.Refusing();
        await using var other = ScriptedEngine.Start(Script.Answers("yes"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(dead), TestEngine.Local(other) with { Id = Second });
        var first = await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst));
        Assert.Equal((200, Second, "2"), ((int)first.Status, first.Header("x-autoclaw-engine"), first.Header("x-autoclaw-attempts")));
        var second = await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst));
        Assert.Equal((200, Second, "1"), ((int)second.Status, second.Header("x-autoclaw-engine"), second.Header("x-autoclaw-attempts")));
    }

    [Fact]
    public async Task Chat_MemberIsFull_TheOtherAnswers()
    {
        await using var engine = ScriptedEngine.Start(Occupied.Scripts);
        await using var other = ScriptedEngine.Start(Script.Fails(503), Script.Answers("yes"));
        var full = Occupied.OneSlot(engine) with { Queue = new QueueOptions { Slots = 1, Length = 0 } };
        await using var gateway = await GatewayUnderTest.StartAsync(full, Occupied.OneSlot(other, Second));
        await using (await Occupied.StartAsync(gateway, engine))
        {
            // The other one is overloaded, this one full: the client hears of it. Then the other is back.
            Assert.Equal(429, (int)(await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst))).Status);
            Assert.Equal(Second, (await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst))).Header("x-autoclaw-engine"));
        }
    }

    [Fact]
    public async Task Embeddings_OneMemberIsBusy_TheOtherAnswersAtOnce()
    {
        await using var engine = ScriptedEngine.Start(Occupied.Scripts);
        await using var other = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(
            200, "application/json", """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"model":"m","usage":{"prompt_tokens":3,"total_tokens":3}}"""));
        await using var gateway = await GatewayUnderTest.StartAsync(Occupied.OneSlot(engine), Occupied.OneSlot(other, Second));
        await using (await Occupied.StartAsync(gateway, engine))
        {
            var answer = await gateway.PostAsync("embeddings", System.Text.Encoding.UTF8.GetBytes($$"""{"model":"{{GatewayUnderTest.LocalFirst}}","input":"hi"}"""));
            Assert.Equal((200, Second, "1"), ((int)answer.Status, answer.Header("x-autoclaw-engine"), answer.Header("x-autoclaw-attempts")));
        }
    }

    [Fact]
    public async Task Chat_EnginesOfTwoModels_AreNoPool()
    {
        await using var engine = ScriptedEngine.Start(Occupied.Scripts);
        await using var other = ScriptedEngine.Start(Script.Answers("yes"));
        await using var gateway = await GatewayUnderTest.StartAsync(Occupied.OneSlot(engine), Occupied.OneSlot(other, Second) with { Model = "another" });
        await using (await Occupied.StartAsync(gateway, engine))
        {
            Assert.Equal([TestEngine.LocalId, Second], (await Occupied.RouteAsync(gateway, GatewayUnderTest.LocalFirst))["order"]!.AsArray().Select(id => (string?)id));
        }
    }

    private static async Task<string?> EngineOfAsync(GatewayUnderTest gateway, string conversation) =>
        (await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst), ("x-autoclaw-conversation", conversation))).Header("x-autoclaw-engine");
}
