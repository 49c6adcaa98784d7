using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AutoClaw.FunctionalTests.Scripted;

/// <summary>The fake engine itself: a fault that it does not really make would make the tests above it worthless.</summary>
public sealed class ScriptedEngineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_BodyWithOddBytes_AreKeptAsSent()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("one"));
        using var client = new HttpClient();
        byte[] body = [.. "{ \"a\" : 1.0e0, \"ü\":\"\\u00fc\" }"u8];
        using var content = new ByteArrayContent(body);
        using var answer = await client.PostAsync(new Uri($"{engine.BaseUrl}/chat/completions"), content, Cancellation);
        var request = await engine.Requests.AtAsync(0, Cancellation);
        Assert.Equal(body, request.Body);
        Assert.Equal("POST /v1/chat/completions", $"{request.Method} {request.Path}");
        Assert.Equal(engine.BaseUrl.Authority, request.Header("host"));
    }

    [Fact]
    public async Task Scripts_MoreRequestsThanScripts_RepeatTheLast()
    {
        await using var engine = ScriptedEngine.Start(Script.Fails(500), Script.Answers("one", " two"));
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.InternalServerError, (await client.GetAsync(engine.BaseUrl, Cancellation)).StatusCode);
        for (var i = 0; i < 2; i++)
        {
            var text = await client.GetStringAsync(engine.BaseUrl, Cancellation);
            Assert.Contains("\" two\"", text, StringComparison.Ordinal);
            Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Refusing_Connect_IsRefused()
    {
        await using var engine = ScriptedEngine.Refusing();
        using var client = new TcpClient();
        var refused = await Assert.ThrowsAnyAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", engine.BaseUrl.Port, Cancellation).AsTask());
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    public async Task Reset_MidStream_BreaksTheConnectionAfterTheBytes()
    {
        var reset = new TaskCompletionSource();
        await using var engine = ScriptedEngine.Start(async exchange =>
        {
            await exchange.WriteAsync("HTTP/1.1 200 OK\r\n");
            await reset.Task;
            exchange.Reset();
        });
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", engine.BaseUrl.Port, Cancellation);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), Cancellation);
        var buffer = new byte[64];
        var count = await client.GetStream().ReadAsync(buffer, Cancellation);
        Assert.Equal("HTTP/1.1 200 OK\r\n", Encoding.ASCII.GetString(buffer, 0, count));
        reset.SetResult();
        await Assert.ThrowsAsync<IOException>(() => client.GetStream().ReadAsync(buffer, Cancellation).AsTask());
    }

    [Fact]
    public async Task PeerLeft_ClientCancels_Completes()
    {
        await using var engine = ScriptedEngine.Start(Script.HangsAfter("one"));
        using var client = new HttpClient();
        using (var answer = await client.GetAsync(engine.BaseUrl, HttpCompletionOption.ResponseHeadersRead, Cancellation))
        {
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
            Assert.False((await engine.Requests.AtAsync(0, Cancellation)).PeerLeft.IsCompleted);
        }

        await (await engine.Requests.AtAsync(0, Cancellation)).PeerLeft.WaitAsync(Cancellation);
    }
}
