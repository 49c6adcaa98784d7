using System.Net;
using System.Text;
using System.Text.Json;
using AutoClaw.Cli.Simulator;
using AutoClaw.FunctionalTests.Fixtures;

namespace AutoClaw.FunctionalTests.Simulator;

/// <summary>Every way to fail, as a client on the wire sees it.</summary>
public sealed class SimulatorFaultTests
{
    private const string Stream = """{"stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"x"}]}""";
    private const string Whole = """{"messages":[{"role":"user","content":"x"}]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("status:429,7", HttpStatusCode.TooManyRequests, "rate_limit_exceeded", 7)]
    [InlineData("status:500", HttpStatusCode.InternalServerError, null, null)]
    [InlineData("status:401", HttpStatusCode.Unauthorized, "invalid_api_key", null)]
    public async Task Status_Post_GivesAnErrorBody(string fault, HttpStatusCode status, string? code, int? retryAfter)
    {
        await using var client = await SimulatorClient.StartAsync(fault);
        using var answer = await client.PostAsync(Stream);
        using var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(code, error.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(retryAfter, answer.Headers.RetryAfter?.Delta?.TotalSeconds);
        Assert.Equal((1, 0), (client.Server.Stats.Failed, client.Server.Stats.Answered));
    }

    [Fact]
    public async Task RefuseAfter_TwoRequests_RefusesTheThirdConnection()
    {
        await using var client = await SimulatorClient.StartAsync("refuse-after:2");
        for (var i = 0; i < 2; i++)
        {
            using var answer = await client.PostAsync(Whole);
            Assert.Contains("simulated", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        await Eventually.TrueAsync(() => Refuses(client.Server.BaseUrl.Port));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(Whole));
        Assert.Equal(2, client.Server.Stats.Answered);
    }

    [Theory]
    [InlineData(Stream)]
    [InlineData(Whole)]
    public async Task HangBeforeHeaders_Post_SendsNothingUntilTheClientLeaves(string body)
    {
        await using var client = await SimulatorClient.StartAsync("hang-before-headers");
        using var raw = await RawConnection.PostAsync(client.Server.BaseUrl, body);
        await Eventually.TrueAsync(() => client.Server.Stats.InFlight == 1);
        Assert.Equal(0, raw.Available);
        raw.Dispose();
        await Eventually.TrueAsync(() => client.Server.Stats is { Failed: 1, InFlight: 0 });
    }

    [Fact]
    public async Task HangBeforeFirstToken_Stream_SendsTheRoleOnly()
    {
        await using var client = await SimulatorClient.StartAsync("hang-before-first-token");
        using var answer = await client.PostAsync(Stream);
        await using var body = await answer.Content.ReadAsStreamAsync(Cancellation);
        using var reader = new StreamReader(body);
        Assert.Contains("\"role\":\"assistant\"", await reader.ReadLineAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(string.Empty, await reader.ReadLineAsync(Cancellation));
        var next = reader.ReadLineAsync(Cancellation).AsTask();
        Assert.False(next.IsCompleted);
        Assert.Equal(1, client.Server.Stats.InFlight);
    }

    [Theory]
    [InlineData(Stream)]
    [InlineData(Whole)]
    public async Task DieMidStream_Post_BreaksTheConnection(string body)
    {
        await using var client = await SimulatorClient.StartAsync("die-mid-stream:2");
        using var answer = await client.PostAsync(body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal((1, 0), (client.Server.Stats.Failed, client.Server.Stats.Answered));
    }

    [Fact]
    public async Task DieMidStream_Stream_ResetsAfterItsTokens()
    {
        await using var client = await SimulatorClient.StartAsync("die-mid-stream:2");
        using var raw = await RawConnection.PostAsync(client.Server.BaseUrl, Stream);
        var (text, reset) = await raw.ReadToEndAsync();
        Assert.True(reset);
        Assert.Contains("\"content\":\" answer\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"content\":\" is\"", text, StringComparison.Ordinal);
        Assert.Equal(2, client.Server.Stats.PartialCompletionTokens);
    }

    [Fact]
    public async Task EarlyEof_Stream_EndsCleanlyWithoutDone()
    {
        await using var client = await SimulatorClient.StartAsync("early-eof:2");
        using var answer = await client.PostAsync(Stream);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(3, Events(text).Length);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("finish_reason\":\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("early-eof")]
    [InlineData("malformed-json")]
    public async Task BrokenBody_Whole_IsNotJson(string fault)
    {
        await using var client = await SimulatorClient.StartAsync(fault);
        using var answer = await client.PostAsync(Whole);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(text));
    }

    [Fact]
    public async Task MalformedJson_Stream_BreaksOneEvent()
    {
        await using var client = await SimulatorClient.StartAsync("malformed-json:1");
        using var answer = await client.PostAsync(Stream);
        var events = Events(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(4, events.Length);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(events[2]["data: ".Length..]));
        Assert.Equal("data: [DONE]", events[3]);
    }

    [Fact]
    public async Task WrongContentType_Post_IsAnHtmlPageWith200()
    {
        await using var client = await SimulatorClient.StartAsync("wrong-content-type");
        using var answer = await client.PostAsync(Stream);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task ErrorEvent_Stream_ComesAfterItsTokens()
    {
        await using var client = await SimulatorClient.StartAsync("error-event-mid-stream:1");
        using var answer = await client.PostAsync(Stream);
        var events = Events(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.StartsWith("data: {\"error\":{\"message\":", events[2], StringComparison.Ordinal);
        Assert.Equal("data: [DONE]", events[3]);
    }

    [Theory]
    [InlineData(Stream)]
    [InlineData(Whole)]
    public async Task SlowDrip_Post_IsCorrectInTinyPieces(string body)
    {
        await using var healthy = await SimulatorClient.StartAsync(new SimulatorServerOptions { OutputTokens = 3 });
        await using var slow = await SimulatorClient.StartAsync(new SimulatorServerOptions { OutputTokens = 3, Fault = SimulatorFault.Parse("slow-drip:0") });
        using var expected = await healthy.PostAsync(body);
        using var raw = await RawConnection.PostAsync(slow.Server.BaseUrl, body);
        await raw.ReadUntilAsync("\r\n\r\n");
        using var answer = await slow.PostAsync(body);
        Assert.Equal(
            WithoutTime(await expected.Content.ReadAsStringAsync(Cancellation)),
            WithoutTime(await answer.Content.ReadAsStringAsync(Cancellation)).Replace("chatcmpl-sim-2", "chatcmpl-sim-1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Stream)]
    [InlineData(Whole)]
    public async Task DropUsage_Asked_LeavesItOut(string body)
    {
        await using var client = await SimulatorClient.StartAsync("drop-usage");
        using var answer = await client.PostAsync(body);
        Assert.DoesNotContain("prompt_tokens", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(64, client.Server.Stats.CompletionTokens);
    }

    [Fact]
    public async Task HugeLine_Stream_IsOneLineOfThatSize()
    {
        await using var client = await SimulatorClient.StartAsync("huge-line:300000");
        using var answer = await client.PostAsync(Stream);
        var events = Events(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.True(events[1].Length > 300_000);
        Assert.Equal(SimulatedTokens.Count(Encoding.UTF8.GetBytes(new string('x', 300_000))), client.Server.Stats.CompletionTokens);
    }

    [Fact]
    public async Task Marker_InPrompt_WorksOnlyWhereAllowed()
    {
        const string Body = """{"messages":[{"role":"user","content":"please [[fail:status:503]]"}]}""";
        await using var deaf = await SimulatorClient.StartAsync();
        await using var obeying = await SimulatorClient.StartAsync(new SimulatorServerOptions { FaultMarkers = true });
        using var answered = await deaf.PostAsync(Body);
        using var failed = await obeying.PostAsync(Body);
        using var healthy = await obeying.PostAsync(Whole);
        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (answered.StatusCode, failed.StatusCode, healthy.StatusCode));
    }

    [Fact]
    public async Task Fault_SetWhileRunning_TakesEffectAtOnce()
    {
        await using var client = await SimulatorClient.StartAsync("status:500");
        using var failed = await client.PostAsync(Whole);
        client.Server.Fault = null;
        using var healthy = await client.PostAsync(Whole);
        Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.OK), (failed.StatusCode, healthy.StatusCode));
    }

    private static string[] Events(string text) => text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

    private static string WithoutTime(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\"created\":[0-9]+", "\"created\":0");

    private static bool Refuses(int port)
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return false;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return true;
        }
    }
}
