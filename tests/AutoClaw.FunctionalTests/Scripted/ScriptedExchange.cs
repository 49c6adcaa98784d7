using System.Net.Sockets;
using System.Text;

namespace AutoClaw.FunctionalTests.Scripted;

/// <summary>The engine's side of one request: a script writes exactly the bytes, splits and endings that a test is about.</summary>
internal sealed class ScriptedExchange(Socket socket, ReceivedRequest request, CancellationToken stopped)
{
    public ReceivedRequest Request => request;

    /// <summary>False once the script ended the connection.</summary>
    public bool KeepAlive { get; private set; } = true;

    /// <summary>Sends these bytes in one write of their own.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, stopped)..];
        }
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>The head of an answer in chunked transfer coding.</summary>
    public Task WriteHeadAsync(int status = 200, string contentType = "text/event-stream", string headers = "")
        => WriteAsync($"HTTP/1.1 {status} Scripted\r\nContent-Type: {contentType}\r\nTransfer-Encoding: chunked\r\n{headers}\r\n");

    /// <summary>One chunk of the chunked transfer coding, in one write.</summary>
    public Task WriteChunkAsync(ReadOnlyMemory<byte> bytes)
        => WriteAsync(new byte[][] { Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), bytes.ToArray(), "\r\n"u8.ToArray() }.SelectMany(part => part).ToArray());

    public Task WriteChunkAsync(string text) => WriteChunkAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>A whole answer in chunked transfer coding, one chunk a part, up to before the last chunk.</summary>
    public static byte[] Chunked(IEnumerable<string> parts) =>
    [
        .. "HTTP/1.1 200 Scripted\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"u8,
        .. parts.SelectMany(part => Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(part):x}\r\n{part}\r\n")),
    ];

    /// <summary>One server-sent event with this data.</summary>
    public Task WriteEventAsync(string data) => WriteChunkAsync($"data: {data}\n\n");

    /// <summary>The last chunk: the answer is whole and the connection stays open.</summary>
    public Task EndAsync() => WriteAsync("0\r\n\r\n");

    /// <summary>A whole answer with its length.</summary>
    public Task WriteAnswerAsync(int status, string contentType, string body, string headers = "")
        => WriteAsync($"HTTP/1.1 {status} Scripted\r\nContent-Type: {contentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    /// <summary>Closes in order, without the last chunk if that was not sent: an early end of file.</summary>
    public void Close()
    {
        KeepAlive = false;
        socket.Shutdown(SocketShutdown.Both);
        socket.Close();
    }

    /// <summary>Breaks the connection with a TCP reset.</summary>
    public void Reset()
    {
        KeepAlive = false;
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>Says nothing more, until the peer leaves or the engine is stopped.</summary>
    public Task HangAsync() => request.PeerLeft.WaitAsync(stopped);
}
