using System.Globalization;
using System.Net;
using System.Text;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Admin;

/// <summary>An engine that is drained gets no more requests, and loses none that it has.</summary>
public sealed class DrainTests
{
    private const string Ask = $$"""{"model":"{{GatewayUnderTest.LocalFirst}}","messages":[{"role":"user","content":"hi"}]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Drain_MovesRequestsToTheNextEngineAndResumeBringsThemBack()
    {
        var keys = new AdminKeys();
        await using var engine = ScriptedEngine.Start(Script.Answers("a"));
        await using var gateway = await StartAsync(keys, TestEngine.Local(engine), TestEngine.Cloud(engine));
        using var admin = new AdminClient(gateway.AdminUrl);
        Assert.Equal(TestEngine.LocalId, await AnsweredByAsync(gateway));

        var drained = await admin.SendAsync(keys.Write, $"/admin/engines/{TestEngine.LocalId}/drain", "POST");
        Assert.Equal((HttpStatusCode.OK, true), (drained.Status, (bool)drained.Json["drained"]!));
        Assert.Equal(TestEngine.CloudId, await AnsweredByAsync(gateway));
        Assert.True(await IsDrainedAsync(admin, keys));
        await UntilMetricAsync(admin, keys, 1);
        Assert.Equal(1, gateway.Ledger().Count(row => row.Engine == TestEngine.CloudId));
        Assert.DoesNotContain(gateway.Log.Items, line => line.Contains("engine_drained", StringComparison.Ordinal));

        await admin.SendAsync(keys.Write, $"/admin/engines/{TestEngine.LocalId}/resume", "POST");
        Assert.Equal(TestEngine.LocalId, await AnsweredByAsync(gateway));
        Assert.False(await IsDrainedAsync(admin, keys));
        await UntilMetricAsync(admin, keys, 0);
        Assert.Equal(
            [$"Information: Admin {keys.WriteId}: engine {TestEngine.LocalId} drained ", $"Information: Admin {keys.WriteId}: engine {TestEngine.LocalId} resumed "],
            gateway.Log.Items.Where(line => line.Contains("Admin ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Drain_WhileAnAnswerIsUnderWay_LetsItEnd()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = ScriptedEngine.Start(async exchange =>
        {
            await exchange.WriteHeadAsync();
            await exchange.WriteEventAsync(Script.Content("slow"));
            await goOn.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
            await exchange.WriteEventAsync(Script.Finish("stop"));
            await exchange.WriteEventAsync("[DONE]");
            await exchange.EndAsync();
        });
        var keys = new AdminKeys();
        await using var gateway = await StartAsync(keys, TestEngine.Local(engine));
        using var admin = new AdminClient(gateway.AdminUrl);
        await using var answer = await gateway.StreamChatAsync("""{"model":"local","stream":true,"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(Script.Content("slow"), await answer.NextAsync());

        var drained = await admin.SendAsync(keys.Write, $"/admin/engines/{TestEngine.LocalId}/drain", "POST");
        Assert.Equal(1, (int)drained.Json["under_way"]!);
        goOn.SetResult();
        Assert.Equal([Script.Finish("stop"), "[DONE]"], await answer.RestAsync());
    }

    [Theory]
    [InlineData("chat/completions", """{"model":"local","messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData("embeddings", """{"model":"local","input":"hi"}""")]
    public async Task Drain_OfTheOnlyEngine_IsToldAndNobodyIsAsked(string path, string body)
    {
        var keys = new AdminKeys();
        await using var engine = ScriptedEngine.Start(Script.Answers("a"));
        await using var gateway = await StartAsync(keys, TestEngine.Local(engine));
        using var admin = new AdminClient(gateway.AdminUrl);
        await admin.SendAsync(keys.Write, $"/admin/engines/{TestEngine.LocalId}/drain", "POST");
        var answer = await gateway.PostAsync(path, Encoding.UTF8.GetBytes(body));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "engine_drained"), (answer.Status, answer.ErrorCode));
        Assert.Empty(engine.Requests.Items);
        Assert.Empty(gateway.Ledger());
    }

    [Fact]
    public async Task Drain_SurvivesAReloadThatChangesTheEngine()
    {
        var keys = new AdminKeys();
        await using var engine = ScriptedEngine.Start(Script.Answers("a"));
        await using var gateway = await StartAsync(keys, TestEngine.Local(engine), TestEngine.Cloud(engine));
        using var admin = new AdminClient(gateway.AdminUrl);
        await admin.SendAsync(keys.Write, $"/admin/engines/{TestEngine.LocalId}/drain", "POST");
        Assert.True(gateway.Apply(gateway.Options with { Engines = [TestEngine.Local(engine) with { Vision = false }, TestEngine.Cloud(engine)] }));
        Assert.Equal(TestEngine.CloudId, await AnsweredByAsync(gateway));
        Assert.True(await IsDrainedAsync(admin, keys));
    }

    [Theory]
    [InlineData("drain")]
    [InlineData("resume")]
    public async Task Drain_OfNoEngine_Is404(string action)
    {
        var keys = new AdminKeys();
        await using var gateway = await StartAsync(keys, TestEngine.Local(new Uri("http://127.0.0.1:9/v1")));
        using var admin = new AdminClient(gateway.AdminUrl);
        var answer = await admin.SendAsync(keys.Write, $"/admin/engines/nobody/{action}", "POST");
        Assert.Equal((HttpStatusCode.NotFound, "unknown_engine"), (answer.Status, answer.ErrorCode));
    }

    private static Task<GatewayUnderTest> StartAsync(AdminKeys keys, params EngineOptions[] engines) =>
        GatewayUnderTest.StartAsync(options => options with { Admin = keys.Options }, engines);

    private static async Task<string?> AnsweredByAsync(GatewayUnderTest gateway) => (await gateway.PostChatAsync(Ask)).Header("x-autoclaw-engine");

    private static async Task<bool> IsDrainedAsync(AdminClient admin, AdminKeys keys) =>
        (bool)(await admin.SendAsync(keys.Read, "/admin/engines")).Json["engines"]!.AsArray().Single(engine => (string)engine!["id"]! == TestEngine.LocalId)!["drained"]!;

    // An answer of /metrics is kept for a moment.
    private static Task UntilMetricAsync(AdminClient admin, AdminKeys keys, int value) => Eventually.TrueAsync(async () =>
        (await admin.SendAsync(keys.Read, "/metrics")).Text.Split('\n').Any(line =>
            line.StartsWith("autoclaw_engine_drained{", StringComparison.Ordinal)
            && line.Contains($"\"{TestEngine.LocalId}\"", StringComparison.Ordinal)
            && line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0] == value.ToString(CultureInfo.InvariantCulture)));
}
