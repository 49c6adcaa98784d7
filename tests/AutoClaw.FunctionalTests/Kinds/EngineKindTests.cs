using System.Globalization;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Kinds;

/// <summary>What each kind of engine says, through the gateway.</summary>
public sealed class EngineKindTests
{
    private const string Hello = """{"model":"local-first","messages":[{"role":"user","content":"hello"}]}""";

    public static TheoryData<string, int, string, string, int> Refusals => Recordings.Refusals;

    public static TheoryData<string, string[], double?[]> States => Recordings.States;

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Refusal_OfTheOnlyEngine_HasTheStableCode(string kind, int status, string body, string code, int clientStatus)
    {
        await using var fake = Loaded(kind).Chatting(exchange => exchange.WriteAnswerAsync(status, "application/json", body));
        await using var gateway = await GatewayUnderTest.StartAsync(fake.Options(kind));
        var answer = await gateway.PostChatAsync(Hello);
        Assert.Equal((code, clientStatus), (answer.ErrorCode, (int)answer.Status));
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal((AttemptOutcome.Failed, code, (long?)status), (row.Outcome, row.ErrorCode, row.EngineStatus));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Refusal_WithAnotherEngine_IsAnsweredThere(string kind, int status, string body, string code, int clientStatus)
    {
        await using var fake = Loaded(kind).Chatting(exchange => exchange.WriteAnswerAsync(status, "application/json", body));
        await using var cloud = ScriptedEngine.Start(Script.Answers("from", " cloud"));
        await using var gateway = await GatewayUnderTest.StartAsync(fake.Options(kind), TestEngine.Cloud(cloud));
        var answer = await gateway.PostChatAsync(Hello);
        Assert.Equal((200, "sky"), ((int)answer.Status, answer.Header("x-autoclaw-engine")));
        Assert.Equal(code, gateway.Ledger()[0].ErrorCode);
        Assert.InRange(clientStatus, 400, 599);
    }

    [Fact]
    public async Task Refusal_AsAnEventOfTheStream_HasTheStableCode()
    {
        await using var fake = Loaded("lmstudio").Chatting(Script.Events(
            """{"error":{"message":"Trying to keep the first 14538 tokens when context the overflows. However, the model is loaded with context length of only 2048 tokens, which is not enough."}}"""));
        await using var gateway = await GatewayUnderTest.StartAsync(fake.Options("lmstudio"));
        Assert.Equal("context_length_exceeded", (await gateway.PostChatAsync(Hello)).ErrorCode);
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task State_OfARunningEngine_IsInMetricsAndReadyz(string kind, string[] pages, double?[] figures)
    {
        await using var fake = new KindFake([.. pages.Chunk(2).Select(page => (page[0], 200, page[1]))]);
        await using var gateway = await GatewayUnderTest.StartAsync(fake.Options(kind));
        await ReadyzSaysAsync(gateway, "engine home: ready\n");
        var metrics = (await gateway.GetAsync("/metrics")).Text;
        Assert.Equal(1, Gauge(metrics, "autoclaw_engine_up"));
        Assert.Equal(figures[1..], [Gauge(metrics, "autoclaw_engine_running"), Gauge(metrics, "autoclaw_engine_waiting"), Gauge(metrics, "autoclaw_engine_kv_usage")]);
        var decision = await gateway.PostAsync("route", System.Text.Encoding.UTF8.GetBytes(Hello));
        Assert.Equal("ready", (string?)decision.Json["engine_states"]!["home"]);
    }

    [Fact]
    public async Task Model_NotServed_IsSaidAtTheStart()
    {
        await using var fake = Recordings.Ollama(4096);
        await using var gateway = await GatewayUnderTest.StartAsync(fake.Options("ollama") with { Model = "llama9" });
        await Eventually.TrueAsync(() => gateway.Log.Items.Any(line => line.Contains("it does not serve 'llama9'; it has home-model:latest", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Loading_Answer503OnHealth_IsLoadingAndThenReady()
    {
        await using var fake = new KindFake(("/health", 503, """{"error":{"message":"Loading model","type":"unavailable_error","code":503}}"""));
        await using var gateway = await GatewayUnderTest.StartAsync(fake.Options("llama.cpp"));
        await ReadyzSaysAsync(gateway, "engine home: loading (it is loading its model)\n");
        Assert.Equal(0, Gauge((await gateway.GetAsync("/metrics")).Text, "autoclaw_engine_up"));
        fake.Set("/health", 200, """{"status":"ok"}""");
        await ReadyzSaysAsync(gateway, "engine home: ready\n");
    }

    [Fact]
    public async Task Down_WithAnother_IsTriedLast()
    {
        await using var down = ScriptedEngine.Refusing();
        await using var cloud = ScriptedEngine.Start(Script.Answers("from", " cloud"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(down) with { Kind = "vllm" }, TestEngine.Cloud(cloud));
        await ReadyzSaysAsync(gateway, "engine home: down (nothing listens there)\n");
        var answer = await gateway.PostChatAsync(Hello);
        Assert.Equal(("sky", "1"), (answer.Header("x-autoclaw-engine"), answer.Header("x-autoclaw-attempts")));
    }

    [Fact]
    public async Task Down_TheOnlyOne_IsTried()
    {
        await using var down = ScriptedEngine.Refusing();
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(down) with { Kind = "vllm" });
        await ReadyzSaysAsync(gateway, "engine home: down (nothing listens there)\n");
        var answer = await gateway.PostChatAsync(Hello);
        Assert.Equal(("engine_unreachable", "1"), (answer.ErrorCode, answer.Header("x-autoclaw-attempts")));
    }

    private static KindFake Loaded(string kind) => kind switch
    {
        "ollama" => Recordings.Ollama(8192),
        "lmstudio" => new KindFake(("/v1/models", 200, """{"data":[]}""")),
        _ => new KindFake(("/health", 200, "")),
    };

    private static async Task ReadyzSaysAsync(GatewayUnderTest gateway, string line)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await gateway.GetAsync("/readyz");
            Assert.Equal(200, (int)answer.Status);
            if (answer.Text.Contains(line, StringComparison.Ordinal))
            {
                return;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(30), answer.Text);
            await poll.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static double? Gauge(string metrics, string name) => metrics.Split('\n')
        .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + "_requests{", StringComparison.Ordinal))
        .Select(line => (double?)double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture))
        .FirstOrDefault();
}
