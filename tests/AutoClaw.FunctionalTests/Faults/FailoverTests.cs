using System.Net;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Schema;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Faults;

/// <summary>An engine that fails before its first content is not the last word: the next one answers, and the ledger has both.</summary>
public sealed class FailoverTests
{
    // Long enough that a healthy engine on a busy machine is never taken for a hanging one in the tests that do not hang.
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(250);

    /// <summary>Name, what the engine does, and the ledger's code and engine status for it.</summary>
    private static readonly Dictionary<string, (Func<ScriptedExchange, Task>? Script, string Code, int? Status)> Faults = new()
    {
        ["refused"] = (null, "engine_unreachable", null),
        ["reset before the head"] = (Act(exchange => exchange.Reset()), "engine_unreachable", null),
        ["closed before the head"] = (Act(exchange => exchange.Close()), "engine_malformed", null),
        ["not HTTP"] = (exchange => exchange.WriteAsync("SSH-2.0-OpenSSH_9.2\r\n\r\n"), "engine_malformed", null),
        ["silent before the head"] = (Script.HangsBeforeHead, "engine_timeout", null),
        ["silent before content"] = (Script.HangsBeforeContent, "engine_timeout", 200),
        ["401"] = (Script.Fails(401), "engine_auth_failed", 401),
        ["403"] = (Script.Fails(403), "engine_auth_failed", 403),
        ["429"] = (Script.Fails(429), "engine_overloaded", 429),
        ["429 with Retry-After"] = (Script.Fails(429, headers: "Retry-After: 7\r\n"), "engine_overloaded", 429),
        ["500"] = (Script.Fails(500), "engine_error", 500),
        ["502 without a body"] = (exchange => exchange.WriteAnswerAsync(502, "text/html", ""), "engine_error", 502),
        ["503"] = (Script.Fails(503), "engine_overloaded", 503),
        ["529"] = (Script.Fails(529), "engine_overloaded", 529),
        ["redirect"] = (exchange => exchange.WriteAnswerAsync(302, "text/plain", "", "Location: http://127.0.0.1:9/\r\n"), "engine_malformed", 302),
        ["error event first"] = (Script.Events("""{"error":{"message":"out of memory","type":"server_error","code":500}}"""), "engine_error", 200),
        ["error event after the role"] = (Script.Events(Script.Role, """{"error":{"message":"out of memory"}}"""), "engine_error", 200),
        ["malformed JSON first"] = (Script.Events("{\"choices\":[{\"delta\""), "engine_malformed", 200),
        ["JSON of another kind"] = (Script.Events("{\"hello\":1}"), "engine_malformed", 200),
        ["only the end marker"] = (Script.Events("[DONE]"), "engine_malformed", 200),
        ["end of file before content"] = (Script.Events(Script.Role), "engine_broke_off", 200),
        ["reset before content"] = (ResetAfterRole, "engine_broke_off", 200),
        ["empty stream"] = (Script.Events(), "engine_broke_off", 200),
        ["HTML with status 200"] = (exchange => exchange.WriteAnswerAsync(200, "text/html", "<html>log in</html>"), "engine_malformed", 200),
        ["endless line"] = (HugeLine, "engine_malformed", 200),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Stream_FirstEngineFails_SecondAnswersAndTheLedgerHasBoth(string name)
    {
        var (script, code, status) = Faults[name];
        await using var first = script is null ? ScriptedEngine.Refusing() : ScriptedEngine.Start(script);
        await using var second = ScriptedEngine.Start(Script.Answers("saved"));
        var wait = name.StartsWith("silent", StringComparison.Ordinal) ? ShortWait : TimeSpan.FromSeconds(20);
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(first) with { FirstContentTimeout = wait }, TestEngine.Cloud(second));
        var answer = await gateway.PostChatAsync(Ask(stream: true));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal([Script.Role, Script.Content("saved"), Script.Finish("stop"), "[DONE]"], answer.Events);
        Assert.Equal((TestEngine.CloudId, "cloud", "2"), (answer.Header("x-autoclaw-engine"), answer.Header("x-autoclaw-place"), answer.Header("x-autoclaw-attempts")));
        var rows = gateway.Ledger();
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.Equal(answer.Header("x-autoclaw-request-id"), row.RequestId));
        Assert.Equal((1, TestEngine.LocalId, AttemptOutcome.Failed, code, (long?)status), (rows[0].Number, rows[0].Engine, rows[0].Outcome, rows[0].ErrorCode, rows[0].EngineStatus));
        Assert.Equal((2, TestEngine.CloudId, AttemptOutcome.Completed, null, 200L), (rows[1].Number, rows[1].Engine, rows[1].Outcome, rows[1].ErrorCode, rows[1].EngineStatus));
        Assert.Equal((Script.PromptTokens, 1), (rows[1].InputTokens, rows[1].OutputTokens));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Collected_EveryEngineFails_IsOneErrorInOpenAiForm(string name)
    {
        var (script, code, _) = Faults[name];
        await using var first = script is null ? ScriptedEngine.Refusing() : ScriptedEngine.Start(script);
        await using var second = script is null ? ScriptedEngine.Refusing() : ScriptedEngine.Start(script);
        var wait = name.StartsWith("silent", StringComparison.Ordinal) ? ShortWait : TimeSpan.FromSeconds(20);
        await using var gateway = await GatewayUnderTest.StartAsync(
            TestEngine.Local(first) with { FirstContentTimeout = wait }, TestEngine.Cloud(second) with { FirstContentTimeout = wait });
        var answer = await gateway.PostChatAsync(Ask(stream: false));

        var expected = code switch
        {
            "engine_timeout" => 504,
            "engine_overloaded" => name.StartsWith("429", StringComparison.Ordinal) ? 429 : 503,
            _ => 502,
        };
        Assert.Equal((expected, code), ((int)answer.Status, answer.ErrorCode));
        Assert.Equal("2", answer.Header("x-autoclaw-attempts"));
        Assert.Equal(name == "429 with Retry-After" ? "7" : null, answer.Header("Retry-After"));
        await OpenAiSchema.AssertValidAsync(OpenAiSchema.Error, answer.Text);
        Assert.Equal([AttemptOutcome.Failed, AttemptOutcome.Failed], gateway.Ledger().Select(row => row.Outcome));

        // The connection lived through it.
        Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync("/healthz")).Status);
        Assert.Equal(1, gateway.Connections);
    }

    [Fact]
    public async Task Stream_EngineDoesNotTakeTheConnection_SecondAnswers()
    {
        await using var first = await ScriptedEngine.UnansweringAsync(TestContext.Current.CancellationToken);
        await using var second = ScriptedEngine.Start(Script.Answers("saved"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(first) with { ConnectTimeout = ShortWait }, TestEngine.Cloud(second));
        var answer = await gateway.PostChatAsync(Ask(stream: true));
        Assert.Equal([Script.Role, Script.Content("saved"), Script.Finish("stop"), "[DONE]"], answer.Events);
        var row = gateway.Ledger()[0];
        Assert.Equal((AttemptOutcome.Failed, "engine_unreachable", 0L, 0L), (row.Outcome, row.ErrorCode, row.InputTokens, row.Cost));
    }

    [Fact]
    public async Task Embeddings_EngineDoesNotTakeTheConnection_IsUnreachableAndCostsNothing()
    {
        await using var engine = await ScriptedEngine.UnansweringAsync(TestContext.Current.CancellationToken);
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine) with { ConnectTimeout = ShortWait });
        var answer = await gateway.PostAsync("embeddings", """{"model":"local","input":"x"}"""u8.ToArray());
        Assert.Equal((HttpStatusCode.BadGateway, "engine_unreachable"), (answer.Status, (string?)answer.Error["code"]));
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal((AttemptOutcome.Failed, "engine_unreachable", 0L, 0L), (row.Outcome, row.ErrorCode, row.InputTokens, row.Cost));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task Chat_EngineRefusesTheRequest_IsPassedOnAndNotRetried(int status)
    {
        await using var first = ScriptedEngine.Start(Script.Fails(status));
        await using var second = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(first), TestEngine.Cloud(second));
        var answer = await gateway.PostChatAsync(Ask(stream: true));
        Assert.Equal(status, (int)answer.Status);
        Assert.Contains($"scripted {status}", (string?)answer.Error["message"], StringComparison.Ordinal);
        await OpenAiSchema.AssertValidAsync(OpenAiSchema.Error, answer.Text);
        Assert.Empty(second.Requests.Items);
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal((AttemptOutcome.Rejected, (long?)status), (row.Outcome, row.EngineStatus));
    }

    [Fact]
    public async Task Chat_FailedAttemptThatDidNoWork_CostsNothing()
    {
        await using var first = ScriptedEngine.Start(Script.Fails(500));
        await using var second = ScriptedEngine.Start(Script.Answers("saved"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(first) with { Price = new(5, 5) }, TestEngine.Cloud(second));
        await gateway.PostChatAsync(Ask(stream: false));
        var rows = gateway.Ledger();
        Assert.Equal((0, 0, 0L), (rows[0].InputTokens, rows[0].OutputTokens, rows[0].Cost));
        Assert.Equal((Script.PromptTokens * TestEngine.CloudInputPrice) + TestEngine.CloudOutputPrice, rows[1].Cost);
    }

    [Fact]
    public async Task Collected_EngineBreaksOffAfterContent_AnotherStillGivesTheWholeAnswer()
    {
        // The client has seen nothing yet, so nothing forbids to start again.
        await using var first = ScriptedEngine.Start(Script.Events(Script.Content("half")));
        await using var second = ScriptedEngine.Start(Script.Answers("whole"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(first), TestEngine.Cloud(second));
        var answer = await gateway.PostChatAsync(Ask(stream: false));
        Assert.Equal("whole", (string?)answer.Json["choices"]![0]!["message"]!["content"]);
        Assert.Equal([AttemptOutcome.Truncated, AttemptOutcome.Completed], gateway.Ledger().Select(row => row.Outcome));
    }

    private static string Ask(bool stream)
        => $$"""{"model":"{{GatewayUnderTest.LocalFirst}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}""";

    private static Func<ScriptedExchange, Task> Act(Action<ScriptedExchange> act) => exchange =>
    {
        act(exchange);
        return Task.CompletedTask;
    };

    private static async Task ResetAfterRole(ScriptedExchange exchange)
    {
        await exchange.WriteHeadAsync();
        await exchange.WriteEventAsync(Script.Role);
        exchange.Reset();
    }

    private static async Task HugeLine(ScriptedExchange exchange)
    {
        await exchange.WriteHeadAsync();
        await exchange.WriteChunkAsync("data: ");
        var part = new string('x', 1024 * 1024);
        for (var megabytes = 0; megabytes < 10; megabytes++)
        {
            await exchange.WriteChunkAsync(part);
        }

        await exchange.HangAsync();
    }
}
