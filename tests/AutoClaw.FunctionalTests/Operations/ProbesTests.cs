using System.Net;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Operations;

/// <summary>What a supervisor and a metrics collector read; neither needs a key.</summary>
[Collection(ProcessWideTests.Name)]
public sealed class ProbesTests
{
    [Theory]
    [InlineData("/healthz", "ok")]
    [InlineData("/readyz", "ready")]
    public async Task Probe_WithoutAKey_Answers(string path, string text)
    {
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(new Uri("http://127.0.0.1:9/v1")));
        gateway.Http.DefaultRequestHeaders.Authorization = null;
        var answer = await gateway.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, text), (answer.Status, answer.Text.Trim()));
    }

    [Fact]
    public async Task Metrics_AfterRequests_CountThemAsTheLedgerDoes()
    {
        await using var failing = ScriptedEngine.Start(Script.Fails(500));
        await using var engine = ScriptedEngine.Start(Script.Answers("one", " two"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(failing), TestEngine.Cloud(engine));
        for (var i = 0; i < 3; i++)
        {
            await gateway.PostChatAsync($$"""{"model":"{{GatewayUnderTest.LocalFirst}}","messages":[{"role":"user","content":"private words"}]}""");
        }

        var metrics = (await gateway.GetAsync("/metrics")).Text;
        Assert.Equal(3, Value(metrics, "autoclaw_attempts", TestEngine.LocalId, "outcome=\"failed\""));
        Assert.Equal(3, Value(metrics, "autoclaw_attempts", TestEngine.CloudId, "outcome=\"completed\""));
        Assert.Equal(6, Value(metrics, "autoclaw_tokens", TestEngine.CloudId, "type=\"output\""));
        Assert.Equal(3 * Script.PromptTokens, Value(metrics, "autoclaw_tokens", TestEngine.CloudId, "type=\"input\""));
        Assert.Equal(6, Value(metrics, "autoclaw_ledger_settled"));
        Assert.Equal(gateway.Ledger().Sum(row => row.Cost)!.Value / 1e12, Value(metrics, "autoclaw_cost", TestEngine.CloudId), 12);
        Assert.Equal(3, Value(metrics, "time_to_first_token_seconds_count", TestEngine.CloudId));
        Assert.DoesNotContain("private words", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_RouteWithAnAim_SayHowItHolds()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("one"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with
            {
                Routes = [new RouteOptions { Name = "held", Engines = [TestEngine.LocalId, TestEngine.CloudId], Aim = new AimOptions(CloudShare: 1) }],
            },
            TestEngine.Local(engine),
            TestEngine.Cloud(engine));
        await gateway.PostChatAsync("""{"model":"held","messages":[{"role":"user","content":"hi"}]}""");

        var metrics = (await gateway.GetAsync("/metrics")).Text;
        Assert.Equal(1, Value(metrics, "autoclaw_aim_cloud_share", "route=\"held\"", "aim=\"cloud_share=1\""));
        Assert.Equal(1, Value(metrics, "autoclaw_aim_quality_estimated", "route=\"held\""));
        Assert.Equal(-2, Value(metrics, "autoclaw_aim_threshold", "route=\"held\""));
    }

    /// <summary>The value of the one line that holds all these words.</summary>
    private static double Value(string metrics, params string[] words)
    {
        var line = Assert.Single(
            metrics.Split('\n'), line => !line.StartsWith('#') && Array.TrueForAll(words, word => line.Contains(word, StringComparison.Ordinal)));
        return double.Parse(line.Split('}')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var value, ..] && line.Contains('}', StringComparison.Ordinal)
            ? value : line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
