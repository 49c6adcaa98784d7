using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AutoClaw.Overload;

/// <summary>A client that asks for a long answer and reads it byte by byte.</summary>
internal sealed class SlowReader : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _byte = new byte[1];

    /// <summary>The gateway has ended it.</summary>
    public bool IsCut { get; private set; }

    public async Task AskAsync(Uri baseUrl)
    {
        const string Body = """{"model":"flood","stream":true,"messages":[{"role":"user","content":"hello"}]}""";
        _socket.ReceiveBufferSize = 4096;
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, baseUrl.Port));
        await _socket.SendAsync(Encoding.ASCII.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"));
    }

    public async Task ReadAsync()
    {
        if (IsCut)
        {
            return;
        }

        try
        {
            IsCut = await _socket.ReceiveAsync(_byte) == 0;
        }
        catch (SocketException)
        {
            IsCut = true;
        }
    }

    public void Dispose() => _socket.Dispose();
}
