using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AutoClaw.RelayLoad;

/// <summary>
/// One connection that sends prepared requests one after the other (closed loop) and times them. Reads HTTP/1.1 itself: a general
/// client would cost more than the servers that it measures.
/// </summary>
internal sealed class LoadClient(int port, byte[][] requests, int first, bool stream)
{
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>Microseconds from the request's first byte sent to the answer's last byte read.</summary>
    public List<double> Latencies { get; } = new(100_000);

    /// <summary>Microseconds to the first content event of a stream.</summary>
    public List<double> FirstContent { get; } = [];

    /// <summary>Answers that were not 200 or not whole.</summary>
    public int Errors { get; private set; }

    /// <summary>Runs until <paramref name="end"/>; counts from <paramref name="begin"/> (both in stopwatch ticks).</summary>
    public async Task RunAsync(long begin, long end)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        for (var i = first; ; i++)
        {
            var started = Stopwatch.GetTimestamp();
            if (started >= end)
            {
                return;
            }

            await socket.SendAsync(requests[i % requests.Length]);
            var (ok, firstContent) = await ReadAnswerAsync(socket);
            if (started < begin)
            {
                continue;
            }

            if (!ok)
            {
                Errors++;
                return;
            }

            Latencies.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            if (stream)
            {
                FirstContent.Add(Stopwatch.GetElapsedTime(started, firstContent).TotalMicroseconds);
            }
        }
    }

    private async Task<(bool Ok, long FirstContent)> ReadAnswerAsync(Socket socket)
    {
        var length = 0;
        var head = -1;
        var expected = -1;
        var firstContent = 0L;
        while (true)
        {
            var count = await socket.ReceiveAsync(_buffer.AsMemory(length));
            if (count == 0 || length + count == _buffer.Length)
            {
                return (false, 0);
            }

            length += count;
            var bytes = _buffer.AsSpan(0, length);
            if (head < 0)
            {
                head = bytes.IndexOf("\r\n\r\n"u8);
                if (head < 0)
                {
                    continue;
                }

                if (!bytes.StartsWith("HTTP/1.1 200"u8))
                {
                    return (false, 0);
                }

                expected = ContentLength(bytes[..head]);
            }

            var body = bytes[(head + 4)..];
            if (firstContent == 0 && body.IndexOf("\"content\":\""u8) >= 0)
            {
                firstContent = Stopwatch.GetTimestamp();
            }

            if (expected >= 0 ? body.Length >= expected : body.EndsWith("\r\n0\r\n\r\n"u8))
            {
                // A stream counts only with its end marker: a cut one would be fast.
                return (!stream || body.IndexOf("data: [DONE]"u8) >= 0, firstContent);
            }
        }
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        return at >= 0 && System.Buffers.Text.Utf8Parser.TryParse(head[(at + 16)..], out int length, out _) ? length : -1;
    }
}
