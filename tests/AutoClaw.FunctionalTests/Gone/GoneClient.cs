using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AutoClaw.FunctionalTests.Gone;

/// <summary>A client on a raw socket, which can leave at any byte.</summary>
internal sealed class GoneClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly StringBuilder _received = new();
    private readonly byte[] _buffer = new byte[16 * 1024];

    private GoneClient(string head, string body) => (Head, Body) = (head, body);

    public string Head { get; }

    public string Body { get; }

    public static async Task<GoneClient> ConnectAsync(Drop drop, Uri gateway, string key, CancellationToken cancellation)
    {
        var body = $$"""{"model":"{{drop.Stage.Name}}","stream":{{(drop.Stream ? "true" : "false")}},"messages":[{"role":"user","content":"{{drop.Id}}"}]}""";
        var client = new GoneClient(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n", body);

        // So that it does not take much for a client that does not read to hold the gateway up.
        client._socket.ReceiveBufferSize = 4096;
        await client._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, gateway.Port), cancellation);
        return client;
    }

    public Task SendAsync(string text) => _socket.SendAsync(Encoding.ASCII.GetBytes(text)).WaitAsync(TestContext.Current.CancellationToken);

    public Task SendAllAsync() => SendAsync($"{Head}\r\n{Body}");

    /// <summary>Reads until that has come so many times.</summary>
    public async Task UntilAsync(string text, int times = 1)
    {
        while (Count(text) < times)
        {
            var count = await _socket.ReceiveAsync(_buffer, TestContext.Current.CancellationToken);
            Assert.True(count > 0, $"The gateway closed before '{text}' came: {_received}");
            _received.Append(Encoding.Latin1.GetString(_buffer, 0, count));
        }
    }

    public void Leave(bool resets)
    {
        if (resets)
        {
            _socket.LingerState = new LingerOption(true, 0);
        }

        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();

    private int Count(string text) => _received.ToString().Split(text).Length - 1;
}
