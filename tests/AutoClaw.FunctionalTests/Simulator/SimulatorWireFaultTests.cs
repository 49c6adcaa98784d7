using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.Cli.Simulator;
using AutoClaw.FunctionalTests.Fixtures;

namespace AutoClaw.FunctionalTests.Simulator;

/// <summary>Every way to fail that has something to say, in the words of each API, streamed and not.</summary>
public sealed class SimulatorWireFaultTests
{
    private static readonly string[] Wires = ["responses", "anthropic", "gemini", "gemini-array"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> Asked
    {
        get
        {
            var asked = new TheoryData<string, bool>();
            foreach (var wire in Wires)
            {
                asked.Add(wire, true);
                if (wire != "gemini-array")
                {
                    asked.Add(wire, false);
                }
            }

            return asked;
        }
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task Status_Post_GivesThisApisError(string wire, bool stream)
    {
        await using var client = await SimulatorClient.StartAsync("status:429,7");
        using var answer = await PostAsync(client, wire, stream);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["error"]!;
        Assert.Equal((HttpStatusCode.TooManyRequests, 7.0), (answer.StatusCode, answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        Assert.Equal(wire.StartsWith("gemini", StringComparison.Ordinal) ? "RESOURCE_EXHAUSTED" : "rate_limit_error", (string?)(error["status"] ?? error["type"]));
        Assert.Equal(1, client.Server.Stats.Failed);
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task ErrorEvent_Post_IsThisApisError(string wire, bool stream)
    {
        await using var client = await SimulatorClient.StartAsync("error-event-mid-stream:3");
        using var answer = await PostAsync(client, wire, stream);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("failed in the middle", text, StringComparison.Ordinal);
        Assert.Contains(wire switch { "responses" => "server_error", "anthropic" => "api_error", _ => "INTERNAL" }, text, StringComparison.Ordinal);
        Assert.DoesNotContain(EndOf(wire), text, StringComparison.Ordinal);
        if (stream)
        {
            Assert.Equal(3, client.Server.Stats.PartialCompletionTokens);
        }
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task EarlyEof_Post_EndsWithoutTheEnd(string wire, bool stream)
    {
        await using var client = await SimulatorClient.StartAsync("early-eof:3");
        using var answer = await PostAsync(client, wire, stream);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(stream ? EndOf(wire) : "output_tokens", text, StringComparison.Ordinal);
        Assert.Equal(1, client.Server.Stats.Failed);
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task MalformedJson_Post_BreaksOnePiece(string wire, bool stream)
    {
        await using var client = await SimulatorClient.StartAsync("malformed-json:2");
        using var answer = await PostAsync(client, wire, stream);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        var pieces = wire != "gemini-array" && stream
            ? text.ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line["data: ".Length..])
            : [text];
        Assert.Single(pieces, piece => !IsJson(piece));
        Assert.Equal(1, client.Server.Stats.Failed);
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task DieMidStream_Post_BreaksTheConnection(string wire, bool stream)
    {
        await using var client = await SimulatorClient.StartAsync("die-mid-stream:2");
        using var answer = await PostAsync(client, wire, stream);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal((1, 0), (client.Server.Stats.Failed, client.Server.Stats.Answered));
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task DropUsage_Post_LeavesItOut(string wire, bool stream)
    {
        await using var client = await SimulatorClient.StartAsync("drop-usage");
        using var answer = await PostAsync(client, wire, stream);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.DoesNotContain("input_tokens", text, StringComparison.Ordinal);
        Assert.DoesNotContain("usageMetadata", text, StringComparison.Ordinal);
        Assert.Equal(64, client.Server.Stats.CompletionTokens);
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task SlowDrip_Post_IsTheSameAnswer(string wire, bool stream)
    {
        await using var healthy = await SimulatorClient.StartAsync(new SimulatorServerOptions { OutputTokens = 3 });
        await using var slow = await SimulatorClient.StartAsync(new SimulatorServerOptions { OutputTokens = 3, Fault = SimulatorFault.Parse("slow-drip:0") });
        using var expected = await PostAsync(healthy, wire, stream);
        using var answer = await PostAsync(slow, wire, stream);
        Assert.Equal(WithoutTime(await expected.Content.ReadAsStringAsync(Cancellation)), WithoutTime(await answer.Content.ReadAsStringAsync(Cancellation)));
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task HugeLine_Post_IsOneLineOfThatSize(string wire, bool stream)
    {
        await using var client = await SimulatorClient.StartAsync("huge-line:300000");
        using var answer = await PostAsync(client, wire, stream);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains(text.Split('\n'), line => line.Length > 299_999);
        Assert.Equal(SimulatedTokens.Count(Encoding.UTF8.GetBytes(new string('x', 300_000))), client.Server.Stats.CompletionTokens);
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task WrongContentType_Post_IsAnHtmlPageWith200(string wire, bool stream)
    {
        await using var client = await SimulatorClient.StartAsync("wrong-content-type");
        using var answer = await PostAsync(client, wire, stream);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task HangBeforeHeaders_Post_SendsNothingUntilTheClientLeaves(string wire, bool stream)
    {
        await using var client = await SimulatorClient.StartAsync("hang-before-headers");
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var answer = PostAsync(client, wire, stream, leave.Token);
        await Eventually.TrueAsync(() => client.Server.Stats.InFlight == 1);
        Assert.False(answer.IsCompleted);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await Eventually.TrueAsync(() => client.Server.Stats is { Failed: 1, InFlight: 0 });
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task HangBeforeFirstToken_Post_SendsTheHeadersOfAStream(string wire, bool stream)
    {
        await using var client = await SimulatorClient.StartAsync("hang-before-first-token");
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var answer = PostAsync(client, wire, stream, leave.Token);
        if (stream)
        {
            using var head = await answer;
            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        }

        Assert.Equal(stream, answer.IsCompleted);
        await Eventually.TrueAsync(() => client.Server.Stats.InFlight == (stream && answer.IsCompleted ? client.Server.Stats.InFlight : 1));
        await leave.CancelAsync();
        await Eventually.TrueAsync(() => client.Server.Stats is { Failed: 1, InFlight: 0 });
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task RefuseAfter_OneRequest_RefusesTheNext(string wire, bool stream)
    {
        await using var client = await SimulatorClient.StartAsync("refuse-after:1");
        using var answer = await PostAsync(client, wire, stream);
        Assert.Contains("imulate", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                using var next = await PostAsync(client, wire, stream);
            }
        });
        Assert.Equal(1, client.Server.Stats.Answered);
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task Marker_InPrompt_ChoosesTheFault(string wire, bool stream)
    {
        await using var client = await SimulatorClient.StartAsync(new SimulatorServerOptions { FaultMarkers = true });
        using var failed = await PostAsync(client, wire, stream, prompt: "please [[fail:status:503]]");
        using var healthy = await PostAsync(client, wire, stream);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (failed.StatusCode, healthy.StatusCode));
    }

    private static string EndOf(string wire) => wire switch { "responses" => "response.completed", "anthropic" => "message_stop", _ => "finishReason" };

    private static bool IsJson(string text)
    {
        try
        {
            return JsonNode.Parse(text) is not null;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private static string WithoutTime(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\"created_at\":[0-9]+", "\"created_at\":0");

    private static Task<HttpResponseMessage> PostAsync(SimulatorClient client, string wire, bool stream, CancellationToken? cancellation = null, string prompt = "x")
    {
        var on = stream ? "true" : "false";
        var (path, body) = wire switch
        {
            "responses" => ("/v1/responses", $$"""{"model":"any","stream":{{on}},"input":"{{prompt}}"}"""),
            "anthropic" => ("/v1/messages", $$"""{"model":"any","stream":{{on}},"max_tokens":100000,"messages":[{"role":"user","content":"{{prompt}}"}]}"""),
            _ => ($"/v1beta/models/any:{(stream ? "streamGenerateContent" : "generateContent")}{(wire == "gemini" ? "?alt=sse" : "")}", $$"""{"contents":[{"parts":[{"text":"{{prompt}}"}]}]}"""),
        };
        return client.Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, new Uri(client.Server.BaseUrl, path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") },
            HttpCompletionOption.ResponseHeadersRead,
            cancellation ?? Cancellation);
    }
}
