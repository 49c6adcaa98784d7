using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Requests;

/// <summary>Clients that are refused before they have sent their request read the whole answer, and go on over the same connection.</summary>
public sealed class UnreadBodyTests
{
    // The server by itself reads on for 5 seconds and looks once a second.
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly (string Line, bool HasKey, int Status)[] Refusals =
    [
        ("POST /nowhere", true, 404),
        ("POST /v1/chat/completions", false, 401),
        ("POST /v1/messages", false, 401),
        ("POST /v1beta/models/auto:generateContent", false, 401),
        ("POST /healthz", true, 405),
        ("PUT /v1/responses", true, 405),
        ("POST /v1/messages", true, 413),
    ];

    public static TheoryData<string, bool, int, bool> Cases()
    {
        var data = new TheoryData<string, bool, int, bool>();
        foreach (var (line, hasKey, status) in Refusals)
        {
            data.Add(line, hasKey, status, true);
            data.Add(line, hasKey, status, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Refusal_LargeBody_IsReadAndTheConnectionServesTheNext(string line, bool hasKey, int status, bool chunked)
    {
        await using var gateway = await StartAsync();
        var piece = Encoding.ASCII.GetBytes(new string('a', 64 * 1024));
        await AssertRefusedAsync(gateway, line, hasKey, status, chunked, async send =>
        {
            for (var i = 0; i < 64; i++)
            {
                await send(piece);
            }
        });
    }

    [Fact]
    public async Task Refusal_BodyThatTakesLong_IsReadAndTheConnectionServesTheNext()
    {
        await using var gateway = await StartAsync();
        var piece = Encoding.ASCII.GetBytes(new string('a', 4096));
        await Task.WhenAll(Refusals.Select(refusal => AssertRefusedAsync(gateway, refusal.Line, refusal.HasKey, refusal.Status, chunked: true, async send =>
        {
            var started = TimeProvider.System.GetTimestamp();
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            do
            {
                await send(piece);
            }
            while (TimeProvider.System.GetElapsedTime(started) < TooLong && await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken));
        })));
    }

    private static Task<GatewayUnderTest> StartAsync() => GatewayUnderTest.StartAsync(
        options => options with { Limits = new LimitOptions(1024) }, TestEngine.Local(new Uri("http://127.0.0.1:9/v1")));

    // Everything is sent before anything is read, and the next request right behind it.
    private static async Task AssertRefusedAsync(
        GatewayUnderTest gateway, string line, bool hasKey, int status, bool chunked, Func<Func<byte[], ValueTask>, Task> sendBody)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.BaseUrl.Host, gateway.BaseUrl.Port, limit.Token);
        var stream = client.GetStream();
        var length = chunked ? "Transfer-Encoding: chunked" : "Content-Length: 4194304";
        var key = hasKey ? $"Authorization: Bearer {gateway.ApiKey}\r\n" : "";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{line} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{key}{length}\r\n\r\n"), limit.Token);
        await sendBody(async piece =>
        {
            var framed = chunked ? [.. Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), .. piece, .. "\r\n"u8] : piece;
            await stream.WriteAsync(framed, limit.Token);
        });
        var end = chunked ? "0\r\n\r\n" : "";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(end + "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), limit.Token);

        // A character a byte: the length of the answer counts bytes.
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var (first, head) = await HeadAsync(reader, limit.Token);
        Assert.Equal(status, first);
        var body = new char[head];
        Assert.Equal(head, await reader.ReadBlockAsync(body, limit.Token));
        var error = JsonNode.Parse(Encoding.Latin1.GetBytes(body))!["error"]!;
        Assert.NotEmpty((string)error["message"]!);
        Assert.Equal(line.Contains("v1beta", StringComparison.Ordinal), error["status"] is not null);
        Assert.Equal(200, (await HeadAsync(reader, limit.Token)).Status);
    }

    private static async Task<(int Status, int Length)> HeadAsync(StreamReader reader, CancellationToken cancellation)
    {
        var (status, length) = (0, 0);
        while (await reader.ReadLineAsync(cancellation) is { Length: > 0 } line)
        {
            status = status == 0 ? int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) : status;
            length = line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase) ? int.Parse(line["Content-Length: ".Length..], CultureInfo.InvariantCulture) : length;
        }

        return (status, length);
    }
}
