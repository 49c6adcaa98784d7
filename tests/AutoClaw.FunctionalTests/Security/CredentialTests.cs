using System.Net;
using System.Text;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Security;

/// <summary>Nobody gets in who has not the key, wherever it is put and however nearly it is right.</summary>
public sealed class CredentialTests
{
    private const int Tries = 10_000;
    private const string Body = """{"model":"auto","messages":[{"role":"user","content":"hi"}]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Every path that the gateway answers at, apart from those that say only how it is.</summary>
    public static TheoryData<string, string> Guarded => new()
    {
        { "POST", "/v1/chat/completions" }, { "POST", "/v1/responses" }, { "POST", "/v1/messages" }, { "POST", "/v1/messages/count_tokens" }, { "POST", "/v1/embeddings" },
        { "POST", "/v1/route" }, { "POST", "/v1/feedback" }, { "GET", "/v1/models" }, { "GET", "/v1/models/auto" }, { "GET", "/v1/responses/resp_1" }, { "DELETE", "/v1/responses/resp_1" },
        { "POST", "/v1/responses/resp_1/cancel" }, { "GET", "/v1/responses/resp_1/input_items" }, { "GET", "/v1beta/models" }, { "GET", "/v1beta/models/auto" },
        { "POST", "/v1beta/models/auto:generateContent" }, { "POST", "/v1beta/models/auto:streamGenerateContent" }, { "POST", "/v1beta/models/auto:countTokens" },
        { "POST", "/v1/models/auto:generateContent" }, { "POST", "/v1/models/auto:streamGenerateContent?alt=sse" }, { "POST", "/v1/models/auto:countTokens" },
    };

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task Ask_WithoutAKey_Is401(string method, string path)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        gateway.Http.DefaultRequestHeaders.Authorization = null;
        foreach (var variant in (string[])[path, path.Replace("auto", "%61uto", StringComparison.Ordinal)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri(gateway.BaseUrl, variant));
            request.Content = method == "POST" ? new StringContent(Body) : null;
            using var response = await gateway.Http.SendAsync(request, Cancellation);
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{variant}: {response.StatusCode} {await response.Content.ReadAsStringAsync(Cancellation)}");
        }

        Assert.Empty(engine.Requests.Items);
    }

    [Theory]
    [InlineData("GET", "/healthz", 200)]
    [InlineData("HEAD", "/healthz", 200)]
    [InlineData("GET", "/readyz", 200)]
    [InlineData("GET", "/metrics", 200)]
    [InlineData("POST", "/healthz", 405)]
    [InlineData("DELETE", "/v1/models", 405)]
    [InlineData("TRACE", "/v1/chat/completions", 405)]
    [InlineData("GET", "/v1", 404)]
    [InlineData("GET", "/", 404)]
    [InlineData("GET", "/V1/MODELS", 404)]
    [InlineData("GET", "//v1/models", 404)]
    [InlineData("GET", "/v1/models/../../healthz/x", 404)]
    [InlineData("POST", "/v1/chat/completions/", 404)]
    [InlineData("POST", "/v1/chat%2Fcompletions", 404)]
    [InlineData("GET", "/admin/status", 404)]
    public async Task Ask_OpenOrUnknownPath_TellsNothingThatNeedsAKey(string method, string path, int expected)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await RawHttp.ExchangeAsync(gateway.BaseUrl, $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", Cancellation);
        Assert.Equal([expected], RawHttp.StatusesOf(answer));
        Assert.Empty(engine.Requests.Items);
    }

    [Theory]
    [InlineData("Authorization: Bearer KEY\r\nAuthorization: Bearer WRONG")]
    [InlineData("Authorization: Bearer WRONG\r\nAuthorization: Bearer KEY")]
    [InlineData("Authorization: Bearer KEY, Bearer WRONG")]
    [InlineData("Authorization: Bearer WRONG, Bearer KEY")]
    [InlineData("Authorization: Bearer KEY,KEY")]
    [InlineData("Authorization: Basic KEY")]
    [InlineData("Authorization: KEY")]
    [InlineData("Authorization: BearerKEY")]
    [InlineData("Authorization: Bearer Bearer KEY")]
    [InlineData("Authorization: Bearer\tKEY")]
    [InlineData("Authorization: Bearer \"KEY\"")]
    [InlineData("Authorization: Digest KEY\r\nx-api-key: KEY")]
    [InlineData("Authorization: Bearer KEY\r\nx-api-key: WRONG")]
    [InlineData("Authorization: Bearer WRONG\r\nx-api-key: KEY")]
    [InlineData("x-api-key: KEY\r\nx-api-key: WRONG")]
    [InlineData("x-api-key: KEY,KEY")]
    [InlineData("x-api-key: KEY\r\nx-goog-api-key: ")]
    [InlineData("x-api-key: Bearer KEY")]
    [InlineData("x-goog-api-key: KEY\r\nx-goog-api-key: KEY")]
    [InlineData("x-api-key: KEY \0")]
    [InlineData("x-api-key: KEY\u00e9")]
    [InlineData("x-api-key: \u00a0KEY")]
    [InlineData("X_API_KEY: KEY")]
    [InlineData("api-key: KEY")]
    [InlineData("Proxy-Authorization: Bearer KEY")]
    [InlineData("Cookie: key=KEY")]
    public async Task Ask_KeyInAnUnclearForm_IsRefused(string headers)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var sent = headers.Replace("KEY", gateway.ApiKey, StringComparison.Ordinal).Replace("WRONG", "sk-ac-tests-00000000", StringComparison.Ordinal);
        var answer = await RawHttp.ExchangeAsync(
            gateway.BaseUrl, $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{sent}\r\nContent-Length: {Body.Length}\r\n\r\n{Body}", Cancellation);
        Assert.Contains(Assert.Single(RawHttp.StatusesOf(answer)), (int[])[400, 401]);
        Assert.DoesNotContain(gateway.ApiKey, answer, StringComparison.Ordinal);
        Assert.Empty(engine.Requests.Items);
    }

    [Theory]
    [InlineData("key=WRONG&key=KEY")]
    [InlineData("key=KEY&key=WRONG")]
    [InlineData("key=KEY&key=KEY")]
    [InlineData("key=KEY%00")]
    [InlineData("key=%20KEY%0a")]
    [InlineData("key=KEY,KEY")]
    [InlineData("k%65y=WRONG")]
    [InlineData("key[]=KEY")]
    [InlineData("x=1;key=KEY")]
    [InlineData("key")]
    public async Task Ask_KeyInAnUnclearQuery_IsRefused(string query)
    {
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(new Uri("http://127.0.0.1:9/v1")));
        var sent = query.Replace("KEY", gateway.ApiKey, StringComparison.Ordinal).Replace("WRONG", "sk-ac-tests-00000000", StringComparison.Ordinal);
        var answer = await RawHttp.ExchangeAsync(gateway.BaseUrl, $"GET /v1beta/models?{sent} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", Cancellation);
        Assert.Contains(Assert.Single(RawHttp.StatusesOf(answer)), (int[])[400, 401]);
    }

    [Fact]
    public async Task Ask_TenThousandKeysThatAreNearlyRight_NoneGetsIn()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var random = new Random(20_261_126);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var counts = new Dictionary<int, int>();
        for (var i = 0; i < Tries; i++)
        {
            var key = Mutated(gateway.ApiKey, random);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.BaseUrl, i % 4 == 3 ? $"/v1beta/models?key={Uri.EscapeDataString(key)}" : "/v1/models"));
            if (i % 4 != 3)
            {
                request.Headers.TryAddWithoutValidation((i % 4) switch { 0 => "Authorization", 1 => "x-api-key", _ => "x-goog-api-key" }, i % 4 == 0 ? $"Bearer {key}" : key);
            }

            using var response = await http.SendAsync(request, Cancellation);
            counts[(int)response.StatusCode] = counts.GetValueOrDefault((int)response.StatusCode) + 1;
        }

        Assert.Subset(new HashSet<int> { 400, 401, 414, 431 }, counts.Keys.ToHashSet());
        Assert.Equal(Tries, counts.Values.Sum());
        Assert.True(counts[401] > Tries / 2, string.Join(", ", counts));

        // It still takes the right one.
        Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync("/v1/models")).Status);
    }

    // One to three changes, none of which leaves the key as it was. Printable ASCII only: what a header can't hold, the client would not send.
    private static string Mutated(string key, Random random)
    {
        while (true)
        {
            var text = new StringBuilder(key);
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var at = random.Next(text.Length + 1);
                var letter = (char)random.Next('!', '~' + 1);
                switch (random.Next(8))
                {
                    case 0 when at < text.Length: text[at] = letter; break;
                    case 1 when at < text.Length: text.Remove(at, 1); break;
                    case 2: text.Insert(at, letter); break;
                    case 3 when at < text.Length: text[at] = char.IsUpper(text[at]) ? char.ToLowerInvariant(text[at]) : char.ToUpperInvariant(text[at]); break;
                    case 4: text.Length = Math.Max(1, at); break;
                    case 5: text.Append(text.ToString(), 0, Math.Min(at, text.Length)); break;
                    case 6 when at > 1 && at < text.Length: (text[at], text[at - 1]) = (text[at - 1], text[at]); break;
                    default: text.Insert(at, new string(letter, random.Next(1, 400))); break;
                }
            }

            if (text.ToString() is var changed && changed != key && changed.Length > 0)
            {
                return changed;
            }
        }
    }
}
