using System.Net;
using System.Text;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Wires;

namespace AutoClaw.FunctionalTests.Security;

/// <summary>A web page that a browser of this machine shows gets nothing done here: not under a name that leads here, and not under its own.</summary>
public sealed class BrowserTests
{
    private const string Body = """{"model":"auto","messages":[{"role":"user","content":"hi"}]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    public async Task Ask_NameThatIsNotOurs_Is421InTheClientsDialect(string wire)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await AnonymousAsync(engine);
        using var request = new WireClient(wire).ToMessage(gateway, TestEngine.LocalId);
        request.Headers.Host = $"rebound.attacker.example:{gateway.BaseUrl.Port}";
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        var answer = await HttpAnswer.ReadAsync(response, Cancellation);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.Status);
        Assert.Contains("host_not_allowed", answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("allowed_hosts", answer.Text, StringComparison.Ordinal);
        Assert.Empty(engine.Requests.Items);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/metrics")]
    [InlineData("/v1/models")]
    [InlineData("/nothing")]
    public async Task Get_NameThatIsNotOurs_Is421Everywhere(string path)
    {
        await using var gateway = await AnonymousAsync(null);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await SendAsync(gateway, HttpMethod.Get, path, ("Host", "attacker.example"))).Status);
        Assert.NotEqual(HttpStatusCode.MisdirectedRequest, (await SendAsync(gateway, HttpMethod.Get, path, ("Host", "localhost"))).Status);
        Assert.True(gateway.Apply(gateway.Options with { AllowedHosts = ["*.example"] }));
        Assert.NotEqual(HttpStatusCode.MisdirectedRequest, (await SendAsync(gateway, HttpMethod.Get, path, ("Host", "attacker.example"))).Status);
    }

    [Theory]
    [InlineData("Origin", "https://attacker.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "")]
    [InlineData("Origin", "file://")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Origin", "http://127.0.0.1:PORT.attacker.example")]
    [InlineData("Origin", "chrome-extension://abcdefghijklmnop")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Post_PageOfAnotherSite_IsNobodyWithoutAKeyAndNeverGetsCors(string name, string value)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await AnonymousAsync(engine);
        value = value.Replace("PORT", $"{gateway.BaseUrl.Port}", StringComparison.Ordinal);

        // What a page can send without asking first: a form's content types and no header of its own.
        foreach (var type in (string[])["text/plain", "application/x-www-form-urlencoded", "application/json"])
        {
            var refused = await SendAsync(gateway, HttpMethod.Post, "/v1/chat/completions", (name, value), ("Content-Type", type));
            Assert.Equal((HttpStatusCode.Forbidden, "cross_origin"), (refused.Status, refused.ErrorCode));
            Assert.DoesNotContain(refused.Headers.Keys, header => header.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        }

        Assert.Empty(engine.Requests.Items);
        Assert.Empty(gateway.Ledger());

        // Who has a key leans on nothing: an application that happens to run in a browser's shell.
        var keyed = await SendAsync(gateway, HttpMethod.Post, "/v1/chat/completions", (name, value), ("Authorization", $"Bearer {gateway.ApiKey}"));
        Assert.Equal(HttpStatusCode.OK, keyed.Status);
        Assert.DoesNotContain(keyed.Headers.Keys, header => header.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Post_OwnPageOrNoPage_IsLetInAnonymously()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await AnonymousAsync(engine);
        foreach (var (name, value) in ((string, string)[])[("Accept", "*/*"), ("Origin", $"http://127.0.0.1:{gateway.BaseUrl.Port}"), ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "none"), ("Sec-Fetch-Mode", "cors")])
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(gateway, HttpMethod.Post, "/v1/chat/completions", (name, value))).Status);
        }
    }

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/messages")]
    [InlineData("/v1beta/models/auto:generateContent")]
    [InlineData("/metrics")]
    public async Task Options_Preflight_IsRefusedWithoutCors(string path)
    {
        await using var gateway = await AnonymousAsync(null);
        var answer = await SendAsync(
            gateway, HttpMethod.Options, path, ("Origin", "https://attacker.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type"),
            ("Access-Control-Request-Private-Network", "true"));
        Assert.True((int)answer.Status is >= 400 and < 500, answer.Text);
        Assert.DoesNotContain(answer.Headers.Keys, header => header.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    private static Task<GatewayUnderTest> AnonymousAsync(ScriptedEngine? engine) => GatewayUnderTest.StartAsync(
        options => options with { Auth = options.Auth with { AllowAnonymousLoopback = true } },
        engine is null ? TestEngine.Local(new Uri("http://127.0.0.1:9/v1")) : TestEngine.Local(engine));

    // Without a key unless one is among the headers.
    private static async Task<HttpAnswer> SendAsync(GatewayUnderTest gateway, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        gateway.Http.DefaultRequestHeaders.Authorization = null;
        using var request = new HttpRequestMessage(method, new Uri(gateway.BaseUrl, path));
        if (method == HttpMethod.Post)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await gateway.Http.SendAsync(request, Cancellation);
        return await HttpAnswer.ReadAsync(response, Cancellation);
    }
}
