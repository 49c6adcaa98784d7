using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Queue;

/// <summary>What is known of an engine's load before a request is sent: in /v1/route and in /metrics.</summary>
public sealed class EngineLoadTests
{
    private const string Ask = $$"""{"model":"{{GatewayUnderTest.LocalFirst}}","messages":[{"role":"user","content":"Say one."}]}""";

    // As llama-server tells its own timings.
    private static Func<ScriptedExchange, Task> Counted => Script.Events(
        Script.Content("one"), Script.Finish("stop"),
        Script.Chunk("", ""","usage":{"prompt_tokens":10,"completion_tokens":3,"total_tokens":13,"prompt_tokens_details":{"cached_tokens":5}},"timings":{"prompt_ms":10,"predicted_ms":100}"""),
        "[DONE]");

    [Fact]
    public async Task Load_NothingAskedYet_SaysWhatIsKnownAndNoZeroForTheRest()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("one"));
        await using var gateway = await GatewayUnderTest.StartAsync(Queued(engine));
        var load = await LoadAsync(gateway);
        Assert.Equal([0, 0, 1, 0], ((string[])["queue_depth", "under_way", "slots", "predicted_wait_seconds"]).Select(name => (double?)load[name]));
        Assert.All(["predicted_ttft_seconds", "tokens_per_second", "cached_share", "kv_usage"], name => Assert.Null(load[name]));
        var metrics = (await gateway.GetAsync("/metrics")).Text;
        Assert.Contains("autoclaw_engine_predicted_wait_seconds{", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("autoclaw_engine_predicted_ttft_seconds{", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("autoclaw_engine_tokens_per_second{", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_OneUnderWayAndOneWaits_SaysHowLongTheNextWouldWait()
    {
        using var others = new HttpClient();
        var goOn = new TaskCompletionSource();
        await using var engine = ScriptedEngine.Start(Counted, Script.PausesAfter("four", goOn.Task));
        await using var gateway = await GatewayUnderTest.StartAsync(Queued(engine));
        Assert.Equal(200, (int)(await gateway.PostChatAsync(Ask)).Status);
        var calls = Enumerable.Range(0, 2).Select(_ => SendAsync(gateway, others)).ToArray();
        try
        {
            await engine.Requests.AtAsync(1, TestContext.Current.CancellationToken);

            // Nothing else tells from outside that the other one is in the queue.
            var load = await LoadAsync(gateway);
            while ((int)load["queue_depth"]! == 0)
            {
                load = await LoadAsync(gateway);
            }

            Assert.Equal([1, 1], [(int)load["queue_depth"]!, (int)load["under_way"]!]);
            Assert.True((double)load["predicted_wait_seconds"]! > 0);
            Assert.True((double)load["predicted_ttft_seconds"]! > (double)load["predicted_wait_seconds"]!);
            Assert.Equal([30, 0.5], [(double)load["tokens_per_second"]!, (double)load["cached_share"]!]);
            var metrics = (await gateway.GetAsync("/metrics")).Text;
            foreach (var name in (string[])["queue_depth", "under_way", "slots", "predicted_wait_seconds", "predicted_ttft_seconds", "tokens_per_second", "cached_share"])
            {
                Assert.Contains($"autoclaw_engine_{name}{{", metrics, StringComparison.Ordinal);
            }
        }
        finally
        {
            goOn.SetResult();
        }

        Assert.All(await Task.WhenAll(calls), status => Assert.Equal(200, status));
    }

    private static EngineOptions Queued(ScriptedEngine engine) => TestEngine.Local(engine) with { Queue = new QueueOptions { Slots = 1 } };

    private static async Task<JsonNode> LoadAsync(GatewayUnderTest gateway) =>
        (await gateway.PostAsync("route", Encoding.UTF8.GetBytes(Ask))).Json["engine_load"]![TestEngine.LocalId]!;

    private static async Task<int> SendAsync(GatewayUnderTest gateway, HttpClient http)
    {
        using var request = gateway.ChatRequest(Ask);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {gateway.ApiKey}");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }
}
