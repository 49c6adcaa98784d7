using System.Net;
using System.Net.Sockets;
using System.Text;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Security;

/// <summary>Who sends byte by byte, or only connects, takes nobody's place for long: it is cut off, and others are served meanwhile.</summary>
public sealed class SlowRequestTests
{
    private const string Body = """{"model":"home","messages":[{"role":"user","content":"hi"}]}""";

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    // Between two pieces: far more often than anything times out by a pause.
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);

    // The server looks once a second, and a machine may be slow; what is never cut off takes longer than any of that.
    private static readonly TimeSpan Bounded = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_HeadByteByByte_IsCutOffWhileOthersAreServed()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await StartAsync(engine, limits => limits with { HeadTimeout = Short });
        var slow = Enumerable.Range(0, 50).Select(_ => DripAsync(gateway, $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {gateway.ApiKey}\r\nX-Long: ", "a")).ToArray();
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(Body)).Status);
        foreach (var answer in await Task.WhenAll(slow))
        {
            Assert.True(answer.Length == 0 || RawHttp.StatusesOf(answer) is [408], answer);
        }

        Assert.Single(engine.Requests.Items);
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(Body)).Status);
    }

    [Theory]
    [InlineData("/v1/chat/completions", "Content-Length: 30000000", "a")]
    [InlineData("/v1/chat/completions", "Transfer-Encoding: chunked", "1\r\na\r\n")]
    [InlineData("/v1/responses", "Content-Length: 30000000", "a")]
    [InlineData("/v1/messages", "Transfer-Encoding: chunked", "1\r\na\r\n")]
    [InlineData("/v1beta/models/home:generateContent", "Content-Length: 30000000", "a")]
    [InlineData("/v1/embeddings", "Content-Length: 30000000", "a")]
    [InlineData("/v1/feedback", "Content-Length: 30000000", "a")]
    [InlineData("/v1/messages/count_tokens", "Content-Length: 30000000", "a")]
    public async Task Send_BodyThatComesSteadilyAndNeverEnds_Is408AndItsSlotIsFree(string path, string length, string piece)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await StartAsync(engine, limits => limits with { BodyTimeout = Short, MaxConcurrent = 1 });
        var answer = await DripAsync(gateway, Head(gateway, path, length), string.Concat(Enumerable.Repeat(piece, 100)));
        Assert.Equal([408], RawHttp.StatusesOf(answer));
        Assert.Contains("body_timeout", answer, StringComparison.Ordinal);
        Assert.Contains("invalid_request_body", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Connection: close", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(engine.Requests.Items);
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(Body)).Status);
    }

    [Fact]
    public async Task Send_BodyByteByByte_IsCutOffByTheServerAndItsSlotIsFree()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await StartAsync(engine, limits => limits with { MaxConcurrent = 1 });
        var answer = await DripAsync(gateway, Head(gateway, "/v1/chat/completions", "Content-Length: 30000000"), "a");
        Assert.Equal([408], RawHttp.StatusesOf(answer));
        Assert.Empty(engine.Requests.Items);
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(Body)).Status);
    }

    [Fact]
    public async Task Send_BodyInPiecesWithinItsTime_IsAnswered()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await StartAsync(engine, limits => limits with { BodyTimeout = Bounded });
        using var socket = await ConnectAsync(gateway);
        await socket.SendAsync(Encoding.ASCII.GetBytes(Head(gateway, "/v1/chat/completions", $"Content-Length: {Body.Length}")), Cancellation);
        foreach (var piece in Body.Chunk(10))
        {
            using var beat = new PeriodicTimer(Beat);
            await beat.WaitForNextTickAsync(Cancellation);
            await socket.SendAsync(Encoding.ASCII.GetBytes(piece), Cancellation);
        }

        var buffer = new byte[4096];
        var count = await socket.ReceiveAsync(buffer, Cancellation);
        Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(buffer, 0, count), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_MoreThanAllowed_AreClosedUnreadAndAdministratorsStillGetIn()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with
            {
                Limits = new LimitOptions { MaxConnections = 3 },
                Admin = new AdminOptions { Listen = new Uri("http://127.0.0.1:0"), AllowAnonymousLoopback = true },
            },
            TestEngine.Local(engine));
        var idle = new List<Socket>();
        for (var i = 0; i < 3; i++)
        {
            idle.Add(await ConnectAsync(gateway));
        }

        using var admin = new HttpClient();
        await Eventually.TrueAsync(async () => await MetricAsync(admin, gateway, "autoclaw_connections_open") == 3);
        Assert.Equal("", await DripAsync(gateway, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", ""));
        await Eventually.TrueAsync(async () => await MetricAsync(admin, gateway, "autoclaw_connections_refused_total") == 1);
        idle[0].Dispose();
        await Eventually.TrueAsync(async () => await MetricAsync(admin, gateway, "autoclaw_connections_open") == 2);
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(Body)).Status);
        idle.ForEach(socket => socket.Dispose());
    }

    private static Task<GatewayUnderTest> StartAsync(ScriptedEngine engine, Func<LimitOptions, LimitOptions> limits) =>
        GatewayUnderTest.StartAsync(options => options with { Limits = limits(options.Limits) }, TestEngine.Local(engine));

    private static string Head(GatewayUnderTest gateway, string path, string length) =>
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {gateway.ApiKey}\r\nContent-Type: application/json\r\n{length}\r\n\r\n";

    private static async Task<Socket> ConnectAsync(GatewayUnderTest gateway)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(gateway.BaseUrl.Host, gateway.BaseUrl.Port, Cancellation);
        return socket;
    }

    // Sends the pieces without end until the gateway answers or closes; fails if it does neither.
    private static async Task<string> DripAsync(GatewayUnderTest gateway, string head, string piece)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Bounded);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(gateway.BaseUrl.Host, gateway.BaseUrl.Port, limit.Token);
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionReset)
        {
            // Accepted and closed before connecting had returned: refused all the same, and nothing was said.
            return "";
        }

        var buffer = new byte[4096];
        var answering = socket.ReceiveAsync(buffer, limit.Token).AsTask();
        using var beat = new PeriodicTimer(Beat);
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(head), limit.Token);
            while (!answering.IsCompleted)
            {
                await beat.WaitForNextTickAsync(limit.Token);
                await socket.SendAsync(Encoding.ASCII.GetBytes(piece), limit.Token);
            }
        }
        catch (SocketException)
        {
            // Closed: what it said before is still to be read.
        }

        try
        {
            return Encoding.ASCII.GetString(buffer, 0, await answering);
        }
        catch (SocketException)
        {
            return "";
        }
    }

    private static async Task<int> MetricAsync(HttpClient http, GatewayUnderTest gateway, string name)
    {
        var metrics = await http.GetStringAsync(new Uri(gateway.AdminUrl, "/metrics"), Cancellation);
        var line = metrics.Split('\n').Single(line => line.StartsWith(name + "{", StringComparison.Ordinal));
        return int.Parse(line[(line.LastIndexOf('}') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], provider: null);
    }
}
