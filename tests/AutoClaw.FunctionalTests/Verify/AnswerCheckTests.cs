using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Verify;

/// <summary>Checks that look at the answer alone.</summary>
public sealed class AnswerCheckTests
{
    private const string JsonObject = "\"response_format\":{\"type\":\"json_object\"},";

    [Theory]
    [InlineData("I'm sorry, but I can't help.", "stop", "", "refusal")]
    [InlineData("The answer is", "length", "", "truncated")]
    [InlineData("not JSON", "stop", JsonObject, "format")]
    [InlineData("{\"a\":1}", "stop", JsonObject, "kept")]
    [InlineData("fine", "stop", "", "kept")]
    public async Task Answer_LookedAt_IsKeptOrEscalated(string text, string finish, string more, string verdict)
    {
        await using var route = await CheckedRoute.StartAsync(
            verify => verify with { Agree = null }, home: [Script.Events(Script.Content(text), Script.Finish(finish), "[DONE]")]);

        var answer = await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream: true, more: more));

        Assert.Equal(verdict == "kept" ? "kept" : "escalated", answer.Header("x-autoclaw-verify"));
        Assert.Equal(verdict == "kept" ? text : CheckedRoute.CloudAnswer, CheckedRoute.TextOf(answer));
        Assert.Equal(verdict, route.Gateway.Ledger()[0].Verdict);
        Assert.Empty(route.Second.Requests.Items);
    }

    [Theory]
    [InlineData("""{"city":"Paris"}""", "kept")]
    [InlineData("""{"city":""", "tool_arguments")]
    public async Task ToolCall_Arguments_MustBeJson(string arguments, string verdict)
    {
        var call = Script.Chunk($$$"""{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":{{{JsonValue.Create(arguments).ToJsonString()}}}}}]},"finish_reason":null}""");
        await using var route = await CheckedRoute.StartAsync(verify => verify with { Agree = null }, home: [Script.Events(call, Script.Finish("tool_calls"), "[DONE]")]);

        await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream: false));

        Assert.Equal(verdict, route.Gateway.Ledger()[0].Verdict);
    }

    [Fact]
    public async Task Answer_CheckSwitchedOff_IsNotLookedAt()
    {
        await using var route = await CheckedRoute.StartAsync(
            verify => verify with { Agree = null, Refusal = false, Truncation = false },
            home: [Script.Events(Script.Content("I can't"), Script.Finish("length"), "[DONE]")]);

        var answer = await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream: false));

        Assert.Equal("kept", answer.Header("x-autoclaw-verify"));
    }

    [Theory]
    [InlineData(1, "kept")]
    [InlineData(-1, "scorer")]
    public async Task Scorer_ExpectsMoreThanAllowed_SendsItToTheCloud(double max, string verdict)
    {
        await using var route = await CheckedRoute.StartAsync(verify => verify with { Agree = null, Scorer = new ScorerOptions(max) });

        var answer = await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream: true));

        Assert.Equal(verdict == "kept" ? "The answer is 7." : CheckedRoute.CloudAnswer, CheckedRoute.TextOf(answer));
        Assert.Equal(verdict, route.Gateway.Ledger()[0].Verdict);
    }

    [Theory]
    [InlineData(true, -0.2, "kept")]
    [InlineData(false, -0.2, "kept")]
    [InlineData(true, -3.0, "logprobs")]
    [InlineData(false, -3.0, "logprobs")]
    public async Task Logprobs_AskedForTheCheck_AreNotTheClients(bool stream, double least, string verdict)
    {
        await using var route = await StartWithLogprobsAsync(Script.Events(Token("The", -0.1), Token(" end", least), Script.Finish("stop"), "[DONE]"));

        var answer = await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream));

        Assert.True((bool)route.Home.Requests.Items[0].Json["logprobs"]!);
        Assert.Equal(verdict, route.Gateway.Ledger()[0].Verdict);
        Assert.DoesNotContain("-0.1", answer.Text, StringComparison.Ordinal);
        Assert.Equal(verdict == "kept" ? "The end" : CheckedRoute.CloudAnswer, CheckedRoute.TextOf(answer));
        Assert.All(route.Sky.Requests.Items, request => Assert.Null(request.Json["logprobs"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Logprobs_AskedByTheClient_AreItsOwn(bool stream)
    {
        await using var route = await StartWithLogprobsAsync(Script.Events(Token("The", -0.1), Script.Finish("stop"), "[DONE]"));

        var answer = await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream, more: "\"logprobs\":true,"));

        Assert.Equal("kept", answer.Header("x-autoclaw-verify"));
        Assert.Contains("-0.1", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logprobs_EngineTellsNone_IsNoPass()
    {
        await using var route = await StartWithLogprobsAsync(CheckedRoute.HomeAnswers);

        await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream: false, more: "\"logprobs\":false,"));

        Assert.True((bool)route.Home.Requests.Items[0].Json["logprobs"]!);
        Assert.Equal("no_logprobs", route.Gateway.Ledger()[0].Verdict);
    }

    [Fact]
    public async Task Logprobs_EngineRefusesThem_IsNotTheClientsFault()
    {
        await using var route = await StartWithLogprobsAsync(Script.Fails(400));

        var answer = await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream: false));

        Assert.Equal(CheckedRoute.CloudAnswer, CheckedRoute.TextOf(answer));
        Assert.Equal((AttemptOutcome.Failed, "engine_rejected"), (route.Gateway.Ledger()[0].Outcome, route.Gateway.Ledger()[0].ErrorCode));
    }

    private static Task<CheckedRoute> StartWithLogprobsAsync(Func<ScriptedExchange, Task> home) =>
        CheckedRoute.StartAsync(verify => verify with { Agree = null, Logprobs = new LogprobsOptions(-1, 0) }, home: [home]);

    private static string Token(string text, double logprob) => Script.Chunk(FormattableString.Invariant(
        $$$"""{"index":0,"delta":{"content":"{{{text}}}"},"logprobs":{"content":[{"token":"{{{text}}}","logprob":{{{logprob}}},"bytes":null,"top_logprobs":[]}]},"finish_reason":null}"""));
}
