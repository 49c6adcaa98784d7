using System.Net;
using AutoClaw.Core.Privacy;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Security;
using AutoClaw.FunctionalTests.Wires;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Privacy;

/// <summary>Who may say where a request goes, and that nobody can take it back.</summary>
public sealed class LabelTests
{
    private const string Header = "x-autoclaw-privacy";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    public async Task Ask_LocalOnlyWhereOnlyTheCloudCould_Is503InTheClientsDialectAndAsksNobody(string wire)
    {
        await using var canary = Canary.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(new Uri($"http://127.0.0.1:{canary.Port}/v1")));
        foreach (var model in (string[])[TestEngine.CloudId, TestEngine.CloudModel, "cloud", "auto", GatewayUnderTest.LocalFirst])
        {
            foreach (var stream in (bool[])[true, false])
            {
                using var request = new WireClient(wire).ToMessage(gateway, model, stream);
                request.Headers.Add(Header, "local_only");
                using var response = await gateway.Http.SendAsync(request, Cancellation);
                var text = await response.Content.ReadAsStringAsync(Cancellation);
                Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable, text);
                Assert.Contains("no_permitted_engine", text, StringComparison.OrdinalIgnoreCase);
                Assert.Contains("local_only (by header)", text, StringComparison.Ordinal);
                Assert.Equal("local_only", response.Headers.GetValues(Header).Single());
            }
        }

        await canary.AssertUntouchedAsync(Cancellation);
        Assert.Empty(gateway.Ledger());
    }

    [Fact]
    public async Task Ask_LocalOnlyButNamesTheCloudInItsAim_Is503()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var canary = Canary.Start();
        await using var gateway = await StartAsync(home, canary);
        var answer = await gateway.PostChatAsync(Ask("auto"), (Header, "local_only"), ("x-autoclaw-aim", "cloud"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "no_permitted_engine"), (answer.Status, answer.ErrorCode));
        await canary.AssertUntouchedAsync(Cancellation);
    }

    [Fact]
    public async Task Ask_LocalOnlyAndTheLocalEngineIsDown_Is503AndSaysWhy()
    {
        await using var home = ScriptedEngine.Refusing();
        await using var canary = Canary.Start();
        await using var gateway = await StartAsync(home, canary);
        var answer = await gateway.PostChatAsync(Ask(GatewayUnderTest.LocalFirst), (Header, "local_only"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "engine_unreachable"), (answer.Status, answer.ErrorCode));
        Assert.Contains("labelled local_only (by header), so no other engine was asked", (string)answer.Error["message"]!, StringComparison.Ordinal);
        await canary.AssertUntouchedAsync(Cancellation);
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal(("local_only", "header", 0L, null), (row.Privacy, row.PrivacyReason, row.EgressBytes, row.EgressAddress));
    }

    [Theory]
    [InlineData("key")]
    [InlineData("route")]
    [InlineData("default")]
    public async Task Ask_LabelledByTheOperator_StaysHomeWhateverTheClientSays(string by)
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var canary = Canary.Start();
        await using var gateway = await StartAsync(home, canary, options => by switch
        {
            "key" => options with { Auth = options.Auth with { Keys = [options.Auth.Keys[0] with { Privacy = PrivacyLabel.Private }] } },
            "route" => options with { Routes = [options.Routes[0] with { Privacy = PrivacyLabel.Private, Aim = new AimOptions(Threshold: -1) }] },
            _ => options with { Privacy = new PrivacyOptions { Label = PrivacyLabel.Private } },
        });
        foreach (var wanted in (string[])["open", "no_retention"])
        {
            var answer = await gateway.PostChatAsync(Ask(GatewayUnderTest.LocalFirst), (Header, wanted), ("x-autoclaw-aim", "cloud_share=1"));
            Assert.Equal((HttpStatusCode.OK, "local"), (answer.Status, answer.Header("x-autoclaw-place")));
            Assert.StartsWith("local_only", answer.Header(Header), StringComparison.Ordinal);
        }

        Assert.Equal(by, gateway.Ledger()[0].PrivacyReason);
        await canary.AssertUntouchedAsync(Cancellation);
    }

    [Theory]
    [InlineData("")]
    [InlineData("private")]
    [InlineData("local_only;no_retention")]
    [InlineData("region:")]
    public async Task Ask_HeaderThatIsNoLabel_IsRefusedBeforeAnybodyIsAsked(string header)
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var canary = Canary.Start();
        await using var gateway = await StartAsync(home, canary);
        var answer = await gateway.PostChatAsync(Ask("auto"), (Header, header));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_privacy"), (answer.Status, answer.ErrorCode));
        var embeddings = await gateway.PostAsync("embeddings", """{"model":"auto","input":"hi"}"""u8.ToArray(), (Header, header));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_privacy"), (embeddings.Status, embeddings.ErrorCode));
        Assert.Empty(home.Requests.Items);
        await canary.AssertUntouchedAsync(Cancellation);
    }

    [Fact]
    public async Task Ask_ConversationThatWasPrivateOnce_StaysPrivate()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var sky = ScriptedEngine.Start(Script.Answers("there"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Routes = [options.Routes[0] with { Aim = new AimOptions(Threshold: -1) }] }, TestEngine.Local(home), TestEngine.Cloud(sky));
        const string first = """{"role":"user","content":"my diagnosis is this"}""";
        const string more = first + """,{"role":"assistant","content":"here"},{"role":"user","content":"and what now?"}""";

        Assert.Equal("local", (await gateway.PostChatAsync(Ask(GatewayUnderTest.LocalFirst, first), (Header, "local_only"))).Header("x-autoclaw-place"));
        var next = await gateway.PostChatAsync(Ask(GatewayUnderTest.LocalFirst, more));
        Assert.Equal(("local", "local_only"), (next.Header("x-autoclaw-place"), next.Header(Header)));
        Assert.Equal("conversation", gateway.Ledger()[^1].PrivacyReason);

        // By another model's name as well, and where it has a name of its own.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await gateway.PostChatAsync(Ask(TestEngine.CloudId, more))).Status);
        Assert.Equal("local", (await gateway.PostChatAsync(Ask(GatewayUnderTest.LocalFirst, """{"role":"user","content":"x"}"""), (Header, "local_only"), ("x-autoclaw-conversation", "c1"))).Header("x-autoclaw-place"));
        Assert.Equal("local", (await gateway.PostChatAsync(Ask(GatewayUnderTest.LocalFirst, """{"role":"user","content":"y"}"""), ("x-autoclaw-conversation", "c1"))).Header("x-autoclaw-place"));

        // Another one is not.
        Assert.Equal("cloud", (await gateway.PostChatAsync(Ask(GatewayUnderTest.LocalFirst, """{"role":"user","content":"and what now?"}"""))).Header("x-autoclaw-place"));
        Assert.Single(sky.Requests.Items);
    }

    // The next turns come without the header, to a gateway that never saw the first one.
    [Fact]
    public async Task Ask_ConversationThatWasPrivateBeforeARestart_StaysPrivate()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var canary = Canary.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Routes = [options.Routes[0] with { Aim = new AimOptions(Threshold: -1) }] }, TestEngine.Local(home), TestEngine.Cloud(new Uri($"http://127.0.0.1:{canary.Port}/v1")));
        const string First = """{"role":"user","content":"between us"}""";
        await gateway.PostChatAsync(Ask(GatewayUnderTest.LocalFirst, First), (Header, "local_only"));
        await gateway.PostChatAsync(Ask(GatewayUnderTest.LocalFirst, """{"role":"user","content":"named"}"""), (Header, "local_only"), ("x-autoclaw-conversation", "c1"));
        await gateway.RestartAsync();
        var more = await gateway.PostChatAsync(Ask(GatewayUnderTest.LocalFirst, First + """,{"role":"assistant","content":"here"},{"role":"user","content":"and then?"}"""));
        var named = await gateway.PostChatAsync(Ask(GatewayUnderTest.LocalFirst, """{"role":"user","content":"something else"}"""), ("x-autoclaw-conversation", "c1"));
        Assert.Equal(("local", "local_only", "local", "local_only"), (more.Header("x-autoclaw-place"), more.Header(Header), named.Header("x-autoclaw-place"), named.Header(Header)));
        await canary.AssertUntouchedAsync(Cancellation);
        Assert.DoesNotContain("between us", File.ReadAllText(Assert.Single(gateway.Files("*.labels"))), StringComparison.Ordinal);
    }

    // Who went on without the labels would let out what they hold back.
    [Fact]
    public async Task Start_LabelsCannotBeRead_IsRefused()
    {
        var error = await Assert.ThrowsAsync<AutoClaw.Gateway.Ledger.LedgerException>(() => GatewayUnderTest.StartAsync(options =>
        {
            var path = Path.ChangeExtension(options.Ledger.Path!, "labels");
            File.CreateSymbolicLink(path, path);
            return options;
        }));
        Assert.Contains("labels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_RegionAndRetention_GoOnlyWhereTheEngineSaysSo()
    {
        await using var europe = ScriptedEngine.Start(Script.Answers("europe"));
        await using var canary = Canary.Start();
        var silent = TestEngine.Cloud(new Uri($"http://127.0.0.1:{canary.Port}/v1")) with { Id = "silent" };
        await using var gateway = await GatewayUnderTest.StartAsync(
            silent,
            silent with { Id = "london", Region = "eu-west-2" },
            silent with { Id = "america", Region = "us-east-1", Retention = TimeSpan.Zero },
            silent with { Id = "keeps", Region = "eu-west-1", Retention = TimeSpan.FromDays(30) },
            TestEngine.Cloud(europe) with { Region = "eu-west-1", Retention = TimeSpan.Zero });
        var answer = await gateway.PostChatAsync(Ask("auto"), (Header, "region:EU, no_retention"));
        Assert.Equal((HttpStatusCode.OK, TestEngine.CloudId, "no_retention, region:eu"), (answer.Status, answer.Header("x-autoclaw-engine"), answer.Header(Header)));
        await canary.AssertUntouchedAsync(Cancellation);
    }

    [Fact]
    public async Task Embed_LocalOnly_StaysHomeOrIsRefused()
    {
        await using var canary = Canary.Start();
        await using var home = ScriptedEngine.Start(Script.Fails(500));
        var body = """{"model":"auto","input":"hi"}"""u8.ToArray();
        await using (var gateway = await StartAsync(home, canary))
        {
            var answer = await gateway.PostAsync("embeddings", body, (Header, "local_only"));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "engine_error"), (answer.Status, answer.ErrorCode));
        }

        await using (var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(new Uri($"http://127.0.0.1:{canary.Port}/v1"))))
        {
            var answer = await gateway.PostAsync("embeddings", body, (Header, "local_only"));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "no_permitted_engine"), (answer.Status, answer.ErrorCode));
        }

        await canary.AssertUntouchedAsync(Cancellation);
    }

    [Fact]
    public async Task Explain_LabelledRequest_SaysWhereItMayGoAndWhy()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var canary = Canary.Start();
        await using var gateway = await StartAsync(home, canary);
        var answer = await gateway.PostAsync("route", System.Text.Encoding.UTF8.GetBytes(Ask("auto")), (Header, "local_only"));
        Assert.Equal(("local_only", "header", "privacy", TestEngine.LocalId), ((string)answer.Json["privacy"]!, (string)answer.Json["privacy_reason"]!, (string)answer.Json["reason"]!, (string)answer.Json["engine"]!));
    }

    private static Task<GatewayUnderTest> StartAsync(ScriptedEngine home, Canary canary, Func<GatewayOptions, GatewayOptions>? configure = null) => GatewayUnderTest.StartAsync(
        configure ?? (options => options), TestEngine.Local(home), TestEngine.Cloud(new Uri($"http://127.0.0.1:{canary.Port}/v1")));

    private static string Ask(string model, string messages = """{"role":"user","content":"hi"}""") => $$"""{"model":"{{model}}","messages":[{{messages}}]}""";
}
