using System.Net;
using System.Text;
using AutoClaw.FunctionalTests.Faults;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Wires;

namespace AutoClaw.FunctionalTests.Security;

/// <summary>Of a client's headers none reaches an engine, of an engine's none but a wait reaches a client: what passes is listed, not what does not.</summary>
public sealed class HeaderTests
{
    private const string Mark = "canary-header-3e7a";
    private const string EngineKey = "not-a-real-key";

    // What an engine gets is the gateway's own: of HTTP, of its kind, of the configuration.
    private static readonly string[] ToEngines = ["Host", "Content-Type", "Content-Length", "Authorization", "x-api-key", "x-goog-api-key", "api-key", "anthropic-version", "x-configured"];

    private static readonly string[] ToClients =
    [
        "Content-Type", "Content-Length", "Transfer-Encoding", "Connection", "Date", "Cache-Control", "X-Accel-Buffering", "Retry-After",
        "x-autoclaw-request-id", "x-autoclaw-attempts", "x-autoclaw-reason", "x-autoclaw-score", "x-autoclaw-engine", "x-autoclaw-place", "x-autoclaw-cost-usd", "x-autoclaw-dropped", "x-autoclaw-timing",
    ];

    private static readonly string[] FromClients =
    [
        "Cookie", "Cookie2", "Proxy-Authorization", "api-key", "X-Api-Token", "X-Auth-Token", "X-Amz-Security-Token", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Client-Cert", "X-Real-IP", "Forwarded", "Via",
        "True-Client-IP", "CF-Connecting-IP", "Referer", "User-Agent", "From", "Accept", "Accept-Language", "Accept-Charset", "Cache-Control", "Pragma", "If-None-Match", "Range", "TE", "Trailer", "traceparent", "tracestate",
        "baggage", "b3", "X-B3-TraceId", "X-Request-Id", "X-Correlation-Id", "Idempotency-Key", "OpenAI-Organization", "OpenAI-Project", "OpenAI-Beta", "anthropic-beta", "anthropic-dangerous-direct-browser-access", "anthropic-version",
        "x-goog-api-client", "x-goog-user-project", "x-goog-request-params", "x-stainless-lang", "x-stainless-retry-count", "X-HTTP-Method-Override", "X-Method-Override", "X-Custom", "x-autoclaw-conversation", "x-autoclaw-debug", "x-configured",
    ];

    private static readonly string[] FromEngines =
    [
        "Set-Cookie", "Set-Cookie2", "Server", "X-Powered-By", "X-Request-Id", "request-id", "x-goog-request-id", "Location", "Content-Location", "Refresh", "Link", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials",
        "Access-Control-Expose-Headers", "Cross-Origin-Resource-Policy", "Timing-Allow-Origin", "Alt-Svc", "Strict-Transport-Security", "Public-Key-Pins", "Content-Security-Policy", "Clear-Site-Data", "Report-To", "NEL", "WWW-Authenticate",
        "Proxy-Authenticate", "Via", "Age", "Vary", "ETag", "Last-Modified", "Cache-Control", "Content-Disposition", "Content-Language", "X-Accel-Redirect", "X-Accel-Buffering", "X-Sendfile", "X-Frame-Options", "SourceMap", "Upgrade",
        "Server-Timing", "Warning", "Retry-After", "openai-organization", "openai-processing-ms", "openai-version", "anthropic-organization-id", "anthropic-ratelimit-requests-remaining", "x-ratelimit-remaining-tokens", "cf-ray", "x-should-retry",
        "x-autoclaw-engine", "x-autoclaw-request-id", "x-autoclaw-cost-usd", "x-autoclaw-simulated", "x-autoclaw-verify", "traceparent",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Pairs => new()
    {
        { "chat", "openai" }, { "responses", "openai-responses" }, { "anthropic", "anthropic" }, { "gemini", "gemini" }, { "chat", "anthropic" }, { "anthropic", "openai" }, { "responses", "gemini" }, { "gemini", "openai-responses" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Ask_HeadersOfTheClient_NoneReachesTheEngine(string wire, string kind)
    {
        await using var engine = ScriptedEngine.Start(Answers(kind, ""));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(engine) with
        {
            Kind = kind, ApiKey = EngineKey, Headers = new Dictionary<string, string> { ["x-configured"] = "configured" },
        });
        gateway.Http.DefaultRequestHeaders.Authorization = null;
        string[] places = ["Authorization", "x-api-key", "x-goog-api-key", .. wire == "gemini" ? (string[])["?key="] : []];
        foreach (var place in places)
        {
            foreach (var stream in (bool[])[true, false])
            {
                using var request = new WireClient(wire).ToMessage(gateway, TestEngine.CloudId, stream);
                if (place == "?key=")
                {
                    var url = request.RequestUri!.AbsoluteUri;
                    request.RequestUri = new Uri($"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}key={gateway.ApiKey}");
                }
                else
                {
                    request.Headers.TryAddWithoutValidation(place, place == "Authorization" ? $"Bearer {gateway.ApiKey}" : gateway.ApiKey);
                }

                Array.ForEach(FromClients, name => Assert.True(request.Headers.TryAddWithoutValidation(name, Mark), name));
                request.Content!.Headers.TryAddWithoutValidation("Content-Language", Mark);
                request.Content.Headers.TryAddWithoutValidation("Content-Disposition", Mark);
                using var response = await gateway.Http.SendAsync(request, Cancellation);
                Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Cancellation));
            }
        }

        Assert.Equal(2 * places.Length, engine.Requests.Items.Count);
        Assert.All(engine.Requests.Items, request =>
        {
            Assert.Empty(NamesIn(request.Head).Except(ToEngines, StringComparer.OrdinalIgnoreCase));
            Assert.DoesNotContain(Mark, request.Head + request.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(gateway.ApiKey, request.Head + request.Text, StringComparison.OrdinalIgnoreCase);
            Assert.Equal("configured", request.Header("x-configured"));
            Assert.Single(NamesIn(request.Head), name => request.Header(name)!.Contains(EngineKey, StringComparison.Ordinal));
        });
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Ask_HeadersOfTheEngine_NoneReachesTheClient(string wire, string kind)
    {
        var headers = string.Concat(FromEngines.Select(name => $"{name}: {Mark}\r\n"));
        var numbered = headers.Replace($"Retry-After: {Mark}", "Retry-After: 60", StringComparison.Ordinal);
        Func<ScriptedExchange, Task>[] scripts =
        [
            Answers(kind, headers), Answers(kind, headers), Script.Fails(400, headers: headers), Script.Fails(401, headers: headers), Script.Fails(404, headers: headers), Script.Fails(429, headers: headers), Script.Fails(429, headers: numbered),
            Script.Fails(500, headers: headers), Script.Fails(503, headers: numbered), Script.Fails(307, headers: headers), exchange => exchange.WriteAnswerAsync(200, $"text/html; x={Mark}", "<html>", headers),
        ];
        await using var engine = ScriptedEngine.Start(scripts);
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(engine) with { Kind = kind, ApiKey = EngineKey });
        for (var i = 0; i < scripts.Length; i++)
        {
            using var request = new WireClient(wire).ToMessage(gateway, TestEngine.CloudId, stream: i % 2 == 0);
            request.Headers.TryAddWithoutValidation("x-autoclaw-debug", "1");
            using var response = await gateway.Http.SendAsync(request, Cancellation);
            var text = await response.Content.ReadAsStringAsync(Cancellation);
            Assert.True(i < 2 == (response.StatusCode == HttpStatusCode.OK), text);
            var seen = response.Headers.Concat(response.Content.Headers).Concat(response.TrailingHeaders).ToDictionary(header => header.Key, header => string.Join(", ", header.Value));
            Assert.Empty(seen.Keys.Except(ToClients, StringComparer.OrdinalIgnoreCase));
            Assert.DoesNotContain(seen.Values, value => value.Contains(Mark, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(Mark, text, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(i is 6 or 8, seen.ContainsKey("Retry-After"));
        }

        Assert.Equal(scripts.Length, engine.Requests.Items.Count);
    }

    private static IEnumerable<string> NamesIn(string head) => head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(':', 2)[0]);

    private static Func<ScriptedExchange, Task> Answers(string kind, string headers) => async exchange =>
    {
        await exchange.WriteHeadAsync(headers: headers);
        foreach (var part in WireAnswer.Of(kind).Whole.Where(part => part.Length > 0))
        {
            await exchange.WriteChunkAsync(Encoding.UTF8.GetBytes(part));
        }

        await exchange.EndAsync();
    };
}
