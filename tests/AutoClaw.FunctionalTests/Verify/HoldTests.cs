using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Verify;

/// <summary>A streaming client waits for the checks within the route's budget and no longer.</summary>
public sealed class HoldTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Stream_TokensUsedUp_GoesOutAsItComes()
    {
        var goOn = new TaskCompletionSource();
        await using var route = await CheckedRoute.StartAsync(
            verify => verify with { Hold = new HoldOptions(Long, 3) }, home: [Pausing(goOn.Task, "one", " two", " three", " four")]);

        await using var answer = await route.Gateway.StreamChatAsync(CheckedRoute.Ask(stream: true));
        Assert.Equal(Script.Content("one"), await answer.NextAsync());
        goOn.SetResult();
        var rest = await answer.RestAsync();

        Assert.Equal([Script.Content(" two"), Script.Content(" three"), Script.Content(" four"), Script.Finish("stop"), "[DONE]"], rest);
        Assert.Equal("committed", answer.Response.Headers.GetValues("x-autoclaw-verify").Single());
        AssertCommitted(route);
        Assert.Empty(route.Second.Requests.Items);
    }

    [Fact]
    public async Task Stream_TimeUsedUp_GoesOutAsItComes()
    {
        var goOn = new TaskCompletionSource();
        await using var route = await CheckedRoute.StartAsync(
            verify => verify with { Hold = new HoldOptions(TimeSpan.FromMilliseconds(50), 400) }, home: [Pausing(goOn.Task, "one")]);

        await using var answer = await route.Gateway.StreamChatAsync(CheckedRoute.Ask(stream: true));
        Assert.Equal(Script.Content("one"), await answer.NextAsync());
        goOn.SetResult();
        await answer.RestAsync();

        Assert.Equal("committed", answer.Response.Headers.GetValues("x-autoclaw-verify").Single());
        AssertCommitted(route);
    }

    [Fact]
    public async Task Stream_TimeUsedUpByTheCheck_KeepsTheAnswerAndEndsTheCheck()
    {
        await using var route = await CheckedRoute.StartAsync(
            verify => verify with { Hold = new HoldOptions(TimeSpan.FromMilliseconds(500), 400) }, second: Script.HangsBeforeContent);

        var answer = await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream: true));

        Assert.Equal("The answer is 7.", CheckedRoute.TextOf(answer));
        Assert.Equal("committed", answer.Header("x-autoclaw-verify"));
        AssertCommitted(route);
        var check = route.Gateway.Ledger()[1];
        Assert.Equal(("check", AttemptOutcome.Cancelled, "hold_ended"), (check.Role, check.Outcome, check.ErrorCode));
    }

    [Fact]
    public async Task Stream_BreaksOffAfterItWentOut_IsAnErrorToTheClient()
    {
        await using var route = await CheckedRoute.StartAsync(
            verify => verify with { Hold = new HoldOptions(Long, 1) }, home: [Script.Events(Script.Content("one"), Script.Content(" two"), Script.Content(" three"))]);

        await using var answer = await route.Gateway.StreamChatAsync(CheckedRoute.Ask(stream: true));
        var events = await answer.RestUntilBrokenAsync();

        Assert.Contains("engine_broke_off", events[^1], StringComparison.Ordinal);
        var row = Assert.Single(route.Gateway.Ledger());
        Assert.Equal((AttemptOutcome.Truncated, "committed"), (row.Outcome, row.Verdict));
    }

    [Fact]
    public async Task Collected_NoBudgetAtAll_IsCheckedAllTheSame()
    {
        await using var route = await CheckedRoute.StartAsync(verify => verify with { Hold = new HoldOptions(TimeSpan.Zero, 0) });

        var answer = await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream: false, CheckedRoute.Hard));

        Assert.Equal("escalated", answer.Header("x-autoclaw-verify"));
    }

    private static void AssertCommitted(CheckedRoute route)
    {
        var row = route.Gateway.Ledger()[0];
        Assert.Equal(("answer", AttemptOutcome.Completed, "committed"), (row.Role, row.Outcome, row.Verdict));
        Assert.Empty(route.Sky.Requests.Items);
    }

    private static Func<ScriptedExchange, Task> Pausing(Task goOn, params string[] words) => async exchange =>
    {
        await exchange.WriteHeadAsync();
        foreach (var word in words)
        {
            await exchange.WriteEventAsync(Script.Content(word));
        }

        await goOn;
        await exchange.WriteEventAsync(Script.Finish("stop"));
        await exchange.WriteEventAsync("[DONE]");
        await exchange.EndAsync();
    };
}
