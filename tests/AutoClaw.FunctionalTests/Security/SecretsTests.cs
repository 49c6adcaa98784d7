using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Verbs;
using AutoClaw.FunctionalTests.Wires;
using Microsoft.Extensions.Logging;

namespace AutoClaw.FunctionalTests.Security;

/// <summary>
/// Keys and prompts that can be recognised go through every way in which a request can fail, past an engine that repeats all that it was sent.
/// Then they are looked for wherever anybody could read them.
/// </summary>
public sealed class SecretsTests
{
    private const string EngineKey = "canary-engine-key-5f2c9a";
    private const string HeaderSecret = "canary-header-value-81d0e3";
    private const string Prompt = "canary-prompt-text-77b1c4";

    private static readonly int[] Statuses = [301, 307, 400, 401, 402, 403, 404, 408, 409, 413, 418, 422, 429, 500, 502, 503, 529];

    // What people get wrong, each with a secret in it.
    private const string Flaws = """
          a: {place: cloud, model: m, base_url: https://x.example/v1, api_key: [canary-misplaced-4]}
          b: {place: cloud, model: m, base_url: https://user:canary-misplaced-5@x.example/v1, api_key: k}
          c: {place: cloud, model: m, base_url: https://x.example/v1, api_key: {x: canary-misplaced-6}, headers: {"bad name": canary-misplaced-7}}
          d: {place: cloud, model: m, base_url: https://x.example/v1, api_keys: canary-misplaced-8, headers: canary-misplaced-9}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("chat", "openai")]
    [InlineData("responses", "openai-responses")]
    [InlineData("anthropic", "anthropic")]
    [InlineData("gemini", "gemini")]
    [InlineData("chat", "anthropic")]
    [InlineData("anthropic", "openai")]
    public async Task Ask_EngineRepeatsWhatItWasSent_NobodyElseReadsIt(string wire, string kind)
    {
        Func<ScriptedExchange, Task>[] scripts =
        [
            .. Statuses.Select(status => (Func<ScriptedExchange, Task>)(exchange => exchange.WriteAnswerAsync(status, "application/json", Error(exchange), Headers))),
            exchange => exchange.WriteAnswerAsync(400, "application/json", Error(exchange, padding: 1_985), Headers),
            exchange => exchange.WriteAnswerAsync(400, "text/plain", exchange.Request.Head, Headers),
            exchange => exchange.WriteAnswerAsync(200, $"text/{EngineKey}", exchange.Request.Head, Headers),
            exchange => SayAsync(exchange, Event(exchange)),
            exchange => SayAsync(exchange, $"{{\"no\":\"{EngineKey}\""),
            exchange => SayAsync(exchange, EngineKey),
            exchange => SayAsync(exchange, First(kind), Event(exchange)),
            exchange => exchange.WriteAsync($"HTTP/1.1 {EngineKey}\r\n\r\n"),
        ];
        var turns = scripts.SelectMany(script => new[] { script, script }).ToArray();
        await using var engine = ScriptedEngine.Start(turns);
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options,
            LogLevel.Trace,
            TestEngine.Cloud(engine) with { Kind = kind, ApiKey = EngineKey, Headers = new Dictionary<string, string> { ["x-organisation"] = HeaderSecret } });
        for (var i = 0; i < turns.Length; i++)
        {
            using var request = new WireClient(wire).ToMessage(gateway, TestEngine.CloudId, stream: i % 2 == 0);
            request.Content = new StringContent((await request.Content!.ReadAsStringAsync(Cancellation)).Replace("weather?", Prompt, StringComparison.Ordinal), Encoding.UTF8, "application/json");
            using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            var answer = new StringBuilder();
            try
            {
                answer.Append(await response.Content.ReadAsStringAsync(Cancellation));
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                // A stream that failed in its middle ends without HTTP's end.
            }

            answer.Append(response.Headers).Append(response.Content.Headers).Append(response.ReasonPhrase);
            foreach (var secret in (string[])[EngineKey, HeaderSecret, gateway.ApiKey, "cookie-of-the-engine"])
            {
                Assert.False(answer.ToString().Contains(secret, StringComparison.OrdinalIgnoreCase), $"{secret} in the answer to turn {i}: {answer}");
            }
        }

        Assert.Equal(turns.Length, engine.Requests.Items.Count);
        Assert.Contains(Prompt, engine.Requests.Items[0].Text, StringComparison.Ordinal);
        await AssertNowhereAsync(gateway, EngineKey, HeaderSecret, Prompt, gateway.ApiKey, gateway.ApiKey[^32..]);
    }

    [Fact]
    public async Task Ask_RequestsThatAreRefused_LeaveNoTraceOfKeyOrPrompt()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(options => options, LogLevel.Trace, TestEngine.Local(new Uri("http://127.0.0.1:9/v1")));
        string[] bodies =
        [
            Prompt, $"{{\"{Prompt}", $$"""{"model":"auto","model":"{{Prompt}}"}""", $$"""{"model":"auto","{{Prompt}}":1,"{{Prompt}}":2}""", $$"""{"model":"{{Prompt}}","messages":[{"role":"user","content":"hi"}],"input":"hi","max_tokens":1}""",
            $$"""{"model":"auto","messages":"{{Prompt}}","input":7,"contents":"{{Prompt}}"}""", $$"""{"model":"auto","messages":[{"role":"{{Prompt}}","content":"{{Prompt}}"}]}""", $$"""{"messages":[{"role":"user","content":"{{Prompt}}"}]}""",
            $$"""{"model":"auto","messages":[{"role":"user","content":"{{Prompt}}"}],"input":"{{Prompt}}","max_tokens":5,"contents":[{"parts":[{"text":"{{Prompt}}"}]}],"store":false}""",
            $$"""{"model":"auto","input":"{{Prompt}}","previous_response_id":"{{Prompt}}"}""", $$"""{"request_id":"{{Prompt}}","rating":1}""", string.Concat(Enumerable.Repeat("[", 100)) + Prompt,
        ];
        string[] paths =
        [
            "/v1/chat/completions", "/v1/responses", "/v1/messages", "/v1/messages/count_tokens", "/v1/embeddings", "/v1/route", "/v1/feedback", "/v1beta/models/auto:generateContent", "/v1beta/models/auto:streamGenerateContent", "/nothing",
        ];
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        foreach (var path in paths)
        {
            foreach (var body in bodies)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.BaseUrl, $"{path}?key={gateway.ApiKey}")) { Content = new StringContent(body) };
                request.Headers.TryAddWithoutValidation("x-api-key", gateway.ApiKey);
                using var response = await http.SendAsync(request, Cancellation);
                Assert.NotEqual(500, (int)response.StatusCode);
                Assert.DoesNotContain(gateway.ApiKey[^32..], await response.Content.ReadAsStringAsync(Cancellation) + response.Headers, StringComparison.Ordinal);
            }

            foreach (var key in (string[])[gateway.ApiKey + "x", gateway.ApiKey.ToUpperInvariant(), "other"])
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.BaseUrl, $"{path}?key={key}")) { Content = new StringContent(Prompt) };
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
                using var response = await http.SendAsync(request, Cancellation);
                Assert.DoesNotContain(gateway.ApiKey[^32..], await response.Content.ReadAsStringAsync(Cancellation) + response.Headers, StringComparison.OrdinalIgnoreCase);
            }
        }

        await AssertNowhereAsync(gateway, Prompt, gateway.ApiKey[^32..]);
    }

    [Theory]
    [InlineData("config", "show")]
    [InlineData("config", "check", "--json")]
    [InlineData("doctor", "--no-requests")]
    public async Task Verb_ConfigWithSecrets_PrintsNone(params string[] arguments)
    {
        foreach (var flaws in (string[])["", Flaws])
        {
            using var folder = new CliFolder();
            folder.Environment["CANARY_KEY"] = "canary-from-environment-1";
            folder.Write("autoclaw.yaml", $$"""
                engines:
                  sky: {place: cloud, model: m, base_url: https://api.vendor.example/v1, api_key: "${CANARY_KEY}", headers: {X-Org: canary-in-header-2}, price: {input: 1, output: 1} }
                  sea: {place: cloud, model: m, base_url: https://api.vendor.example/v1, api_keys: [canary-in-list-3, "${CANARY_KEY}"], price: {input: 1, output: 1} }
                {{flaws}}
                """);
            var result = await CliProcess.RunAsync(folder, [.. arguments, "-c", "autoclaw.yaml"]);
            Assert.NotEmpty(result.Output + result.Errors);
            Assert.DoesNotContain("canary-", result.Output + result.Errors, StringComparison.OrdinalIgnoreCase);
        }
    }

    // As an operator could find it: the log, the metrics, and the ledger with what lies beside it.
    private static async Task AssertNowhereAsync(GatewayUnderTest gateway, params string[] secrets)
    {
        var metrics = (await gateway.GetAsync("/metrics")).Text;
        await gateway.StopAsync();
        Assert.NotEmpty(gateway.Log.Items);
        foreach (var secret in secrets)
        {
            Assert.False(metrics.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{secret} in the metrics");
            Assert.DoesNotContain(gateway.Log.Items, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
            foreach (var file in gateway.Files("ledger*"))
            {
                Assert.False((await File.ReadAllBytesAsync(file, Cancellation)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0, $"{secret} in {file}");
            }
        }
    }

    private static string Headers => $"Set-Cookie: cookie-of-the-engine={EngineKey}\r\nServer: {EngineKey}\r\nRetry-After: {EngineKey}\r\nWWW-Authenticate: Bearer {EngineKey}\r\nX-Seen: {HeaderSecret}\r\nLocation: /{EngineKey}\r\n";

    // What a careless engine says: the whole request, where other engines say what is wrong.
    private static string Error(ScriptedExchange exchange, int padding = 0) => new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["message"] = new string('x', padding) + $"{EngineKey} {exchange.Request.Head} {exchange.Request.Text}",
            ["type"] = $"type {EngineKey}",
            ["param"] = HeaderSecret,
            ["code"] = $"code_{EngineKey}",
            ["status"] = EngineKey,
            ["innererror"] = new JsonObject { ["sent"] = HeaderSecret },
        },
    }.ToJsonString();

    // An error within a stream, in the form that fits every kind: each reads what it knows of it.
    private static string Event(ScriptedExchange exchange) => new JsonObject
    {
        ["type"] = "error",
        ["message"] = $"{EngineKey} {HeaderSecret} {exchange.Request.Text}",
        ["code"] = EngineKey,
        ["error"] = new JsonObject { ["type"] = EngineKey, ["message"] = $"{EngineKey} {HeaderSecret} {exchange.Request.Text}", ["code"] = EngineKey },
    }.ToJsonString();

    private static string First(string kind) => kind switch
    {
        "anthropic" => """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}}""",
        "gemini" => """{"candidates":[{"content":{"parts":[{"text":"It is "}],"role":"model"},"index":0}],"modelVersion":"x","responseId":"r1"}""",
        "openai-responses" => """{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress","model":"x","output":[],"store":false}}""",
        _ => Script.Content("one"),
    };

    private static async Task SayAsync(ScriptedExchange exchange, params string[] events)
    {
        await exchange.WriteHeadAsync(headers: Headers);
        foreach (var data in events)
        {
            await exchange.WriteChunkAsync($"{(JsonTypeOf(data) is { } type ? string.Create(CultureInfo.InvariantCulture, $"event: {type}\n") : "")}data: {data}\n\n");
        }

        await exchange.EndAsync();
    }

    private static string? JsonTypeOf(string data) => data.StartsWith("{\"type\":\"", StringComparison.Ordinal) ? data.Split('"')[3] : null;
}
