using System.Net;
using System.Text.Json.Nodes;
using AutoClaw.Cli;
using AutoClaw.Core.Privacy;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Admin;

/// <summary>What administrators see is what is.</summary>
public sealed class AdminViewTests
{
    private const string Canary = "canary-secret-7731";

    private const string Ask = $$"""{"model":"{{GatewayUnderTest.LocalFirst}}","messages":[{"role":"user","content":"private words"}]}""";

    [Fact]
    public async Task Usage_IsWhatTheVerbPrints()
    {
        var keys = new AdminKeys();
        await using var failing = ScriptedEngine.Start(Script.Fails(500));
        await using var engine = ScriptedEngine.Start(Script.Answers("one", " two"));
        await using var gateway = await StartAsync(keys, TestEngine.Local(failing), TestEngine.Cloud(engine));
        using var admin = new AdminClient(gateway.AdminUrl);
        await gateway.PostChatAsync(Ask);
        await gateway.PostChatAsync(Ask);
        foreach (var (query, by) in new[] { ("", UsageGrouping.Engine), ("?by=engine", UsageGrouping.Engine), ("?by=day", UsageGrouping.Day), ("?by=key", UsageGrouping.Key) })
        {
            var answer = await admin.SendAsync(keys.Read, "/admin/usage" + query);
            Assert.True(JsonNode.DeepEquals(Verb(gateway, new UsageQuery(by)), answer.Json), answer.Text);
        }

        var early = await admin.SendAsync(keys.Read, "/admin/usage?until=2020-01-01");
        Assert.Equal(0, (int)early.Json["total"]!["requests"]!);
        Assert.Equal(2, (int)(await admin.SendAsync(keys.Read, "/admin/usage?since=24h")).Json["total"]!["requests"]!);
    }

    [Theory]
    [InlineData("since=soon", "since")]
    [InlineData("until=2026-13-01", "until")]
    [InlineData("by=colour", "by")]
    [InlineData("by=0", "by")]
    [InlineData("by=Engine", "by")]
    public async Task Usage_QueryThatMakesNoSense_Is400WithItsName(string query, string param)
    {
        var keys = new AdminKeys();
        await using var gateway = await StartAsync(keys, TestEngine.Local(new Uri("http://127.0.0.1:9/v1")));
        using var admin = new AdminClient(gateway.AdminUrl);
        var answer = await admin.SendAsync(keys.Read, "/admin/usage?" + query);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_query", param), (answer.Status, answer.ErrorCode, (string)answer.Error["param"]!));
    }

    [Fact]
    public async Task Request_ByItsId_HasEveryAttemptAsTheLedgerHasItAndNoText()
    {
        var keys = new AdminKeys();
        await using var failing = ScriptedEngine.Start(Script.Fails(500));
        await using var engine = ScriptedEngine.Start(Script.Answers("one", " two"));
        await using var gateway = await StartAsync(keys, TestEngine.Local(failing), TestEngine.Cloud(engine));
        using var admin = new AdminClient(gateway.AdminUrl);
        await gateway.PostChatAsync(Ask);
        var id = (await gateway.PostChatAsync(Ask)).Header("x-autoclaw-request-id")!;
        await gateway.PostChatAsync(Ask);

        var answer = await admin.SendAsync(keys.Read, "/admin/requests/" + id);
        Assert.Equal(id, (string)answer.Json["id"]!);
        var rows = gateway.Ledger().Where(row => row.RequestId == id).ToList();
        var attempts = answer.Json["attempts"]!.AsArray();
        Assert.Equal(
            rows.Select(row => (row.Number, row.Engine, row.Outcome.ToString().ToLowerInvariant(), row.ErrorCode, row.OutputTokens, row.Cost / 1e12m, row.KeyId)),
            attempts.Select(each => ((long)each!["number"]!, (string)each["engine"]!, (string)each["outcome"]!, (string?)each["error_code"], (long)each["output_tokens"]!, (decimal?)each["cost_usd"], (string?)each["key_id"])));
        Assert.Equal([TestEngine.LocalId, TestEngine.CloudId], attempts.Select(each => (string)each!["engine"]!));
        Assert.DoesNotContain("private words", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("req_00000000000000000000")]
    [InlineData("req_019aaaaaaaa00000001")]
    [InlineData("req_zzzzzzzzzzz00000001")]
    [InlineData("x")]
    [InlineData("%27%20OR%201=1")]
    public async Task Request_ThatIsNotThere_Is404(string id)
    {
        var keys = new AdminKeys();
        await using var engine = ScriptedEngine.Start(Script.Answers("one"));
        await using var gateway = await StartAsync(keys, TestEngine.Local(engine));
        using var admin = new AdminClient(gateway.AdminUrl);
        await gateway.PostChatAsync(Ask);
        var answer = await admin.SendAsync(keys.Read, "/admin/requests/" + id);
        Assert.Equal((HttpStatusCode.NotFound, "request_not_found"), (answer.Status, answer.ErrorCode));
    }

    [Fact]
    public async Task Config_AndEverythingElse_HoldsNoSecret()
    {
        var keys = new AdminKeys();
        await using var gateway = await StartAsync(
            keys, TestEngine.Local(new Uri("http://127.0.0.1:9/v1")) with { ApiKey = Canary, Headers = new Dictionary<string, string> { ["x-tenant"] = Canary } });
        using var admin = new AdminClient(gateway.AdminUrl);
        var config = await admin.SendAsync(keys.Read, "/admin/config");
        Assert.Equal("***", (string)config.Json["config"]!["engines"]![TestEngine.LocalId]!["api_key"]!);
        Assert.Equal("***", (string)config.Json["config"]!["admin"]!["keys"]![0]!["hash"]!);
        foreach (var path in new[] { "/admin/config", "/admin/status", "/admin/engines", "/admin/usage", "/metrics" })
        {
            var text = (await admin.SendAsync(keys.Read, path)).Text;
            Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
            Assert.DoesNotContain(keys.Read, text, StringComparison.Ordinal);
            Assert.DoesNotContain("sha256:", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Engines_AfterAFailure_SayThatItIsSetBackAndForHowLong()
    {
        var keys = new AdminKeys();
        await using var engine = ScriptedEngine.Start(Script.Answers("one"));
        await using var gateway = await StartAsync(keys, TestEngine.Local(new Uri("http://127.0.0.1:9/v1")), TestEngine.Cloud(engine));
        using var admin = new AdminClient(gateway.AdminUrl);
        var before = TimeProvider.System.GetUtcNow();
        await gateway.PostChatAsync(Ask);
        var engines = (await admin.SendAsync(keys.Read, "/admin/engines")).Json["engines"]!.AsArray();
        Assert.Equal([true, false], engines.Select(each => (bool)each!["set_back"]!));
        Assert.True((DateTimeOffset)engines[0]!["set_back_until"]! > before);
        Assert.Null(engines[1]!["set_back_until"]);
    }

    [Fact]
    public async Task Engines_WithFactsOfTheirProvider_TellThemAndAnEditKeepsTheEngine()
    {
        var keys = new AdminKeys();
        await using var engine = ScriptedEngine.Start(Script.Answers("one"));
        var told = TestEngine.Cloud(engine) with { Region = "eu-west-1", Retention = TimeSpan.FromDays(30), Uptime = 99.9 };
        await using var gateway = await StartAsync(keys, TestEngine.Local(engine), told);
        using var admin = new AdminClient(gateway.AdminUrl);
        Assert.Equal([(null, null, null), ("eu-west-1", "30d", 99.9)], await FactsAsync(admin, keys));

        var before = gateway.Current.Engines;
        Assert.True(gateway.Apply(gateway.Options with { Engines = [gateway.Options.Engines[0] with { Region = "home" }, told with { Retention = TimeSpan.Zero, Uptime = null }] }));
        Assert.Equal([("home", null, null), ("eu-west-1", "0s", null)], await FactsAsync(admin, keys));

        // Labels ask the cloud for its region and retention, so that one is taken at its new word.
        Assert.Same(before[0], gateway.Current.Engines[0]);
        Assert.True(gateway.Current.Engines[1].Permits(new PrivacyLabel(LocalOnly: false, NoRetention: true, "eu")));
        before = gateway.Current.Engines;
        Assert.True(gateway.Apply(gateway.Options with { Engines = [gateway.Options.Engines[0], told with { Retention = TimeSpan.Zero, Uptime = 99.5 }] }));
        Assert.Equal(before, gateway.Current.Engines);
    }

    [Fact]
    public async Task Status_WhileTheLedgerIsLocked_SaysWhy()
    {
        var keys = new AdminKeys();
        await using var engine = ScriptedEngine.Start(Script.Answers("one"));
        await using var gateway = await StartAsync(keys, TestEngine.Local(engine));
        using var admin = new AdminClient(gateway.AdminUrl);
        var well = await admin.SendAsync(keys.Read, "/admin/status");
        Assert.Equal((true, false), ((bool)well.Json["ready"]!, (bool)well.Json["ledger"]!["failing"]!));
        using (gateway.LockLedger())
        {
            await gateway.PostChatAsync(Ask);
            var ill = await admin.SendAsync(keys.Read, "/admin/status");
            Assert.Equal((false, true), ((bool)ill.Json["ready"]!, (bool)ill.Json["ledger"]!["failing"]!));
            Assert.NotNull(ill.Json["ledger"]!["last_failure"]!["code"]);
        }
    }

    [Theory]
    [InlineData(false, HttpStatusCode.OK)]
    [InlineData(true, HttpStatusCode.NotFound)]
    public async Task Metrics_AreAtTheAdminListenerAndWithClientsAsConfigured(bool owned, HttpStatusCode withClients)
    {
        var keys = new AdminKeys();
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Admin = keys.Options with { OwnsMetrics = owned } }, TestEngine.Local(new Uri("http://127.0.0.1:9/v1")));
        using var admin = new AdminClient(gateway.AdminUrl);
        Assert.Contains("autoclaw_ledger_settled", (await admin.SendAsync(keys.Read, "/metrics")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await admin.SendAsync(null, "/metrics")).Status);
        Assert.Equal(withClients, (await gateway.GetAsync("/metrics")).Status);
    }

    [Fact]
    public async Task Reload_WithoutAFile_Is409()
    {
        var keys = new AdminKeys();
        await using var gateway = await StartAsync(keys, TestEngine.Local(new Uri("http://127.0.0.1:9/v1")));
        using var admin = new AdminClient(gateway.AdminUrl);
        var answer = await admin.SendAsync(keys.Write, "/admin/config/reload", "POST");
        Assert.Equal((HttpStatusCode.Conflict, "no_config_file"), (answer.Status, answer.ErrorCode));
    }

    private static Task<GatewayUnderTest> StartAsync(AdminKeys keys, params EngineOptions[] engines) =>
        GatewayUnderTest.StartAsync(options => options with { Admin = keys.Options }, engines);

    private static async Task<(string?, string?, double?)[]> FactsAsync(AdminClient admin, AdminKeys keys) =>
        [.. (await admin.SendAsync(keys.Read, "/admin/engines")).Json["engines"]!.AsArray().Select(each => ((string?)each!["region"], (string?)each["retention"], (double?)each["uptime"]))];

    private static JsonNode Verb(GatewayUnderTest gateway, UsageQuery query)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        Assert.Equal(ExitCode.Ok, UsageVerb.Run(new Terminal(output, errors, colour: false), gateway.Files("ledger.db").Single(), query, json: true));
        return JsonNode.Parse(output.ToString())!;
    }
}
