using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AutoClaw.Overload;

/// <summary>An engine whose answers have no end and come as fast as they are taken. What a client costs it is a socket.</summary>
internal sealed class FloodingEngine : IDisposable
{
    private static readonly byte[] Head = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    private static readonly byte[] Chunk = ChunkOf(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(
        """data: {"id":"chatcmpl-flood","object":"chat.completion.chunk","created":1700000000,"model":"flood","choices":[{"index":0,"delta":{"content":"word "},"logprobs":null,"finish_reason":null}]}""" + "\n\n", 40))));

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private long _sent;

    public FloodingEngine()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(4096);
        _ = AcceptAsync();
    }

    public Uri BaseUrl => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/v1");

    /// <summary>Bytes that were taken from it.</summary>
    public long Sent => Volatile.Read(ref _sent);

    public void Dispose() => _listener.Dispose();

    private static byte[] ChunkOf(byte[] bytes) => [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8];

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptAsync());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The end of the run.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = socket;
        socket.SendBufferSize = 16 * 1024;
        try
        {
            // A short request comes in one piece or two; its end is of no interest.
            await socket.ReceiveAsync(new byte[16 * 1024]);
            await socket.SendAsync(Head);
            while (true)
            {
                Interlocked.Add(ref _sent, await socket.SendAsync(Chunk));
            }
        }
        catch (SocketException)
        {
            // Its client has left.
        }
    }
}
