using System.Net;
using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Schema;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Faults;

/// <summary>What can't be recorded is not served, and the engine does not go on working for it.</summary>
public sealed class LedgerFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_LedgerIsLocked_Is503TheEngineIsLetGoAndItRecovers()
    {
        await using var engine = ScriptedEngine.Start(Script.HangsAfter("one"), Script.Answers("two"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        using (gateway.LockLedger())
        {
            var answer = await gateway.PostChatAsync("""{"model":"auto","stream":true,"messages":[{"role":"user","content":"hi"}]}""");
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "ledger_busy"), (answer.Status, answer.ErrorCode));
            await OpenAiSchema.AssertValidAsync(OpenAiSchema.Error, answer.Text);
            await engine.Requests.Items[0].PeerLeft.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await gateway.GetAsync("/readyz")).Status);
        }

        var next = await gateway.PostChatAsync("""{"model":"auto","messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal("two", (string?)next.Json["choices"]![0]!["message"]!["content"]);
        Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync("/readyz")).Status);

        // The engine was asked for both.
        Assert.Equal(
            [(AttemptOutcome.Failed, "ledger_busy"), (AttemptOutcome.Completed, null)],
            (await gateway.StopAndReadLedgerAsync()).OrderBy(row => row.RequestId).Select(row => (row.Outcome, row.ErrorCode)));
        Assert.Equal(0, gateway.OpenReservations());
    }

    [Fact]
    public async Task Stream_LedgerIsLockedAfterContent_EndsWithAnExplicitError()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = ScriptedEngine.Start(Script.PausesAfter("one", goOn.Task.WaitAsync(Cancellation)));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        await using var answer = await gateway.StreamChatAsync("""{"model":"auto","stream":true,"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(Script.Content("one"), await answer.NextAsync());
        using (gateway.LockLedger())
        {
            goOn.SetResult();
            var rest = await answer.RestUntilBrokenAsync();
            Assert.Equal("ledger_busy", (string?)JsonNode.Parse(rest[^1])!["error"]!["code"]);
            Assert.DoesNotContain("[DONE]", rest);
        }
    }

    [Fact]
    public async Task Serve_LedgerIsLocked_ClientsAreAnsweredAndTheirEntriesComeLater()
    {
        const string Body = """{"model":"auto","messages":[{"role":"user","content":"hi"}]}""";
        await using var engine = ScriptedEngine.Start(Script.Answers("one"), Script.Answers("two"), Script.Answers("three"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Ledger = options.Ledger with { OnFailure = LedgerOnFailure.Serve } }, TestEngine.Local(engine));
        using (gateway.LockLedger())
        {
            foreach (var expected in new[] { "one", "two" })
            {
                var answer = await gateway.PostChatAsync(Body);
                Assert.Equal((HttpStatusCode.OK, expected), (answer.Status, (string?)answer.Json["choices"]![0]!["message"]!["content"]));
            }

            var ready = await gateway.GetAsync("/readyz");
            Assert.Equal(HttpStatusCode.OK, ready.Status);
            Assert.Contains("the ledger can't be written (ledger_busy)", ready.Text, StringComparison.Ordinal);
            var metrics = (await gateway.GetAsync("/metrics")).Text;
            Assert.Matches("(?m)^autoclaw_ledger_failing\\{.* 1$", metrics);
            Assert.Matches("(?m)^autoclaw_ledger_waiting\\{.* 2$", metrics);
            Assert.Matches("(?m)^autoclaw_ledger_unrecorded_total\\{.* 0$", metrics);
            Assert.Empty(gateway.Ledger());
            Assert.Contains(gateway.Log.Items, line => line.Contains("The ledger can't be written (ledger_busy)", StringComparison.Ordinal));
        }

        await Eventually.TrueAsync(() => gateway.Ledger().Count == 2);
        await gateway.PostChatAsync(Body);
        var rows = await gateway.StopAndReadLedgerAsync();
        Assert.Equal(3, rows.Select(row => row.RequestId).Distinct().Count());
        Assert.Equal((3, 0L), (rows.Count, gateway.OpenReservations()));
    }
}
