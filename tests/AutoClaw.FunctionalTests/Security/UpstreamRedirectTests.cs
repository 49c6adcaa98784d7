using System.Globalization;
using System.Net;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Wires;

namespace AutoClaw.FunctionalTests.Security;

/// <summary>An engine that redirects has failed: nobody goes where it points, and the client is not sent there either.</summary>
public sealed class UpstreamRedirectTests
{
    private static readonly int[] Statuses = [300, 301, 302, 303, 305, 307, 308];

    // PORT is the canary's.
    private static readonly string[] Locations =
    [
        "http://127.0.0.1:PORT/v1/chat/completions", "//127.0.0.1:PORT/", "http://[::1]:PORT/", "http://2130706433:PORT/", "http://localhost:PORT/", "http://user:password@127.0.0.1:PORT/",
        "HTTP://127.0.0.1:PORT", "https://127.0.0.1:PORT/", "file:///etc/passwd", "gopher://127.0.0.1:PORT/_x", "http://127.0.0.1:PORT/\tx",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Pairs => new()
    {
        { "chat", "openai" }, { "responses", "openai-responses" }, { "anthropic", "anthropic" }, { "gemini", "gemini" }, { "chat", "anthropic" }, { "anthropic", "openai" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Ask_EngineRedirects_NobodyIsSentThere(string wire, string kind)
    {
        await using var canary = Canary.Start();
        var heads = Statuses.SelectMany((status, i) => new[] { Locations[i % Locations.Length], Locations[(i + Statuses.Length) % Locations.Length] }.Select(location => (Status: status, Location: Aimed(location, canary)))).ToArray();
        await using var engine = ScriptedEngine.Start([.. heads.Select(head => (Func<ScriptedExchange, Task>)(exchange => exchange.WriteAnswerAsync(head.Status, "text/html", "<a>moved</a>", Headers(head.Location))))]);
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(engine) with { Kind = kind, ApiKey = "not-a-real-key" });
        for (var i = 0; i < heads.Length; i++)
        {
            using var request = new WireClient(wire).ToMessage(gateway, TestEngine.CloudId, stream: i % 2 == 0);
            using var response = await gateway.Http.SendAsync(request, Cancellation);
            var text = await response.Content.ReadAsStringAsync(Cancellation);
            Assert.True(response.StatusCode == HttpStatusCode.BadGateway, $"{heads[i]}: {text}");
            Assert.Contains("engine_malformed", text, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(heads[i].Status.ToString(CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
            Assert.DoesNotContain(canary.Port.ToString(CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
            Assert.Null(response.Headers.Location);
        }

        await canary.AssertUntouchedAsync(Cancellation);
        Assert.Equal(heads.Length, engine.Requests.Items.Count);
    }

    [Fact]
    public async Task Embed_EngineRedirects_NobodyIsSentThere()
    {
        await using var canary = Canary.Start();
        await using var engine = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(307, "text/html", "", Headers(Aimed(Locations[0], canary))));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        Assert.Equal("engine_malformed", (await gateway.PostAsync("embeddings", """{"model":"home","input":"hi"}"""u8.ToArray())).ErrorCode);
        await canary.AssertUntouchedAsync(Cancellation);
    }

    private static string Aimed(string location, Canary canary) => location.Replace("PORT", canary.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static string Headers(string location) => $"Location: {location}\r\nRefresh: 0; url={location}\r\nContent-Location: {location}\r\nLink: <{location}>; rel=preconnect\r\nAlt-Svc: h2=\"{location}\"\r\n";
}
