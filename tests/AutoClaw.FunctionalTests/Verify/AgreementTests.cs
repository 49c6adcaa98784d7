using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Verify;

/// <summary>A second local engine decides whether the first one's answer is kept.</summary>
public sealed class AgreementTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_SecondEngineAgrees_IsKept(bool stream)
    {
        await using var route = await CheckedRoute.StartAsync();

        var answer = await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream));

        Assert.Equal("The answer is 7.", CheckedRoute.TextOf(answer));
        Assert.Equal(("kept", TestEngine.LocalId, "2", "score_in_verify_band"), Headers(answer));
        Assert.Empty(route.Sky.Requests.Items);
        Assert.Equal(
            [(TestEngine.LocalId, "answer", AttemptOutcome.Completed, "kept"), (CheckedRoute.SecondId, "check", AttemptOutcome.Completed, null)],
            Rows(route));
        Assert.All(route.Gateway.Ledger(), row => Assert.Equal(answer.Header("x-autoclaw-request-id"), row.RequestId));

        // 11 prompt tokens and one of the answer at half a dollar a million: a check is paid for.
        Assert.Equal(12 * 500_000, route.Gateway.Ledger()[1].Cost);
        if (stream)
        {
            Assert.Equal([Script.Role, Script.Content("The answer"), Script.Content(" is 7."), Script.Finish("stop"), "[DONE]"], answer.Events);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_SecondEngineDisagrees_IsTheClouds(bool stream)
    {
        await using var route = await CheckedRoute.StartAsync();

        var answer = await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream, CheckedRoute.Hard));

        Assert.Equal(CheckedRoute.CloudAnswer, CheckedRoute.TextOf(answer));
        Assert.DoesNotContain("is 7", answer.Text, StringComparison.Ordinal);
        Assert.Equal(("escalated", TestEngine.CloudId, "3", "score_in_verify_band"), Headers(answer));
        Assert.Equal(
            [
                (TestEngine.LocalId, "answer", AttemptOutcome.Superseded, "disagreement"),
                (CheckedRoute.SecondId, "check", AttemptOutcome.Completed, null),
                (TestEngine.CloudId, "answer", AttemptOutcome.Completed, null),
            ],
            Rows(route));

        // All-cloud would have answered once; what the first try and the check cost is on top.
        var rows = route.Gateway.Ledger();
        var total = route.Gateway.Usage().Total;
        Assert.Equal((1L, 3L), (total.Requests, total.Attempts));
        Assert.Equal((decimal)rows.Sum(row => row.Cost!.Value) / Money.PerDollar, total.CostUsd);
        Assert.Equal((decimal)rows[2].Cost!.Value / Money.PerDollar, total.AllCloudUsd);
    }

    [Fact]
    public async Task Answer_Resampled_IsComparedWithTheSameEngine()
    {
        await using var route = await CheckedRoute.StartAsync(
            verify => verify with { Agree = new AgreeOptions(Resample: true) }, home: [CheckedRoute.HomeAnswers, Script.Answers("The answer is 9")]);

        var answer = await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream: true));

        Assert.Equal("escalated", answer.Header("x-autoclaw-verify"));
        Assert.Equal(2, route.Home.Requests.Items.Count);
        Assert.Empty(route.Second.Requests.Items);
        Assert.Equal(["answer", "check", "answer"], route.Gateway.Ledger().Select(row => row.Role));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_CheckingEngineFails_IsTheClouds(bool stream)
    {
        await using var route = await CheckedRoute.StartAsync(second: Script.Fails(500));

        var answer = await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream));

        Assert.Equal(CheckedRoute.CloudAnswer, CheckedRoute.TextOf(answer));
        Assert.Equal("check_failed", route.Gateway.Ledger()[0].Verdict);
        Assert.Equal((AttemptOutcome.Failed, "engine_error"), (route.Gateway.Ledger()[1].Outcome, route.Gateway.Ledger()[1].ErrorCode));
    }

    [Fact]
    public async Task Answer_CheckingEngineHangs_IsTheCloudsAfterItsTimeout()
    {
        await using var route = await CheckedRoute.StartAsync(second: Script.HangsBeforeContent, wait: TimeSpan.FromMilliseconds(400));

        var answer = await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream: false));

        Assert.Equal("escalated", answer.Header("x-autoclaw-verify"));
        Assert.Equal((AttemptOutcome.Failed, "engine_timeout"), (route.Gateway.Ledger()[1].Outcome, route.Gateway.Ledger()[1].ErrorCode));
    }

    [Theory]
    [InlineData(true, 500)]
    [InlineData(false, 500)]
    [InlineData(true, 400)]
    [InlineData(false, 400)]
    public async Task Answer_DisagreementAndTheCloudFails_IsTheLocalOne(bool stream, int status)
    {
        await using var route = await CheckedRoute.StartAsync(sky: Script.Fails(status));

        var answer = await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream, CheckedRoute.Hard));

        Assert.Equal("The answer is 7.", CheckedRoute.TextOf(answer));
        Assert.Equal(("fallback", TestEngine.LocalId, "3", "score_in_verify_band"), Headers(answer));
        Assert.Equal([AttemptOutcome.Completed, AttemptOutcome.Completed, status == 500 ? AttemptOutcome.Failed : AttemptOutcome.Rejected], route.Gateway.Ledger().Select(row => row.Outcome));
        Assert.Equal("disagreement", route.Gateway.Ledger()[0].Verdict);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_LocalEngineBreaksOffUnseen_IsTheClouds(bool stream)
    {
        await using var route = await CheckedRoute.StartAsync(home: [Script.Events(Script.Role, Script.Content("half an"))]);

        var answer = await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream));

        Assert.Equal(CheckedRoute.CloudAnswer, CheckedRoute.TextOf(answer));
        Assert.Null(answer.Header("x-autoclaw-verify"));
        Assert.Equal([AttemptOutcome.Truncated, AttemptOutcome.Completed], route.Gateway.Ledger().Select(row => row.Outcome));
    }

    [Fact]
    public async Task Answer_ScoreOutsideTheBand_IsNotChecked()
    {
        await using var route = await CheckedRoute.StartAsync(verify => verify with { From = -1, To = -1 });

        var answer = await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream: false, CheckedRoute.Hard));

        Assert.Null(answer.Header("x-autoclaw-verify"));
        Assert.Single(route.Gateway.Ledger());
        Assert.Empty(route.Second.Requests.Items);
    }

    [Theory]
    [InlineData("local")]
    [InlineData(TestEngine.LocalModel)]
    public async Task Answer_OfAPinnedName_IsNotChecked(string model)
    {
        await using var route = await CheckedRoute.StartAsync();

        var answer = await route.Gateway.PostChatAsync(CheckedRoute.Ask(stream: false, CheckedRoute.Hard, model: model));

        Assert.Equal("The answer is 7.", CheckedRoute.TextOf(answer));
        Assert.Null(answer.Header("x-autoclaw-verify"));
        Assert.Single(route.Gateway.Ledger());
    }

    [Fact]
    public async Task Client_LeavesDuringTheCheck_CancelsAll()
    {
        await using var route = await CheckedRoute.StartAsync(second: Script.HangsBeforeContent);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var request = route.Gateway.ChatRequest(CheckedRoute.Ask(stream: true));
        var sent = route.Gateway.Http.SendAsync(request, leave.Token);
        var check = await route.Second.Requests.FirstAsync(_ => true, TestContext.Current.CancellationToken);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
        await check.PeerLeft.WaitAsync(TestContext.Current.CancellationToken);
        var rows = await route.Gateway.StopAndReadLedgerAsync();
        Assert.Equal([(AttemptOutcome.Cancelled, "client_closed"), (AttemptOutcome.Cancelled, "client_closed")], rows.Select(row => (row.Outcome, row.ErrorCode)));
        Assert.Empty(route.Sky.Requests.Items);
        Assert.Equal(0, route.Gateway.OpenReservations());
    }

    private static (string?, string?, string?, string?) Headers(HttpAnswer answer) => (
        answer.Header("x-autoclaw-verify"), answer.Header("x-autoclaw-engine"), answer.Header("x-autoclaw-attempts"), answer.Header("x-autoclaw-reason"));

    private static IEnumerable<(string, string, AttemptOutcome, string?)> Rows(CheckedRoute route) =>
        route.Gateway.Ledger().Select(row => (row.Engine, row.Role, row.Outcome, row.Verdict));
}
