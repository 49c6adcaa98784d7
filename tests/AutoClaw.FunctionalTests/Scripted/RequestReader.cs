using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace AutoClaw.FunctionalTests.Scripted;

/// <summary>Reads HTTP/1.1 requests off one connection, keeping their bytes as they were.</summary>
internal sealed class RequestReader(Socket socket, CancellationToken stopped)
{
    private byte[] _unread = [];

    /// <summary>The next request; null when the peer closed between requests.</summary>
    public async Task<ReceivedRequest?> ReadAsync()
    {
        int end;
        while ((end = _unread.AsSpan().IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await MoreAsync())
            {
                return null;
            }
        }

        var head = Encoding.Latin1.GetString(Take(end + 4));
        var request = new ReceivedRequest(head, []);
        if (request.Header("Content-Length") is { } length)
        {
            return request with { Body = await ExactlyAsync(int.Parse(length, CultureInfo.InvariantCulture)) };
        }

        return request.Header("Transfer-Encoding") is null ? request : request with { Body = await ChunksAsync() };
    }

    /// <summary>Completes when more bytes came (the next request) or the peer left, which it marks in <paramref name="request"/>.</summary>
    public async Task WatchAsync(ReceivedRequest request)
    {
        try
        {
            if (_unread.Length > 0 || await MoreAsync())
            {
                return;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // A reset is a way of leaving too.
        }

        request.MarkPeerLeft();
    }

    private async Task<bool> MoreAsync()
    {
        var buffer = new byte[16 * 1024];
        var count = await socket.ReceiveAsync(buffer, stopped);
        _unread = [.. _unread, .. buffer.AsSpan(0, count)];
        return count > 0;
    }

    private async Task<byte[]> ExactlyAsync(int count)
    {
        while (_unread.Length < count)
        {
            if (!await MoreAsync())
            {
                throw new SocketException((int)SocketError.ConnectionReset);
            }
        }

        return Take(count);
    }

    private async Task<byte[]> ChunksAsync()
    {
        var body = new List<byte>();
        while (true)
        {
            int end;
            while ((end = _unread.AsSpan().IndexOf("\r\n"u8)) < 0)
            {
                if (!await MoreAsync())
                {
                    throw new SocketException((int)SocketError.ConnectionReset);
                }
            }

            var size = int.Parse(Encoding.ASCII.GetString(Take(end)), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Take(2);
            body.AddRange(await ExactlyAsync(size));
            await ExactlyAsync(2);
            if (size == 0)
            {
                return [.. body];
            }
        }
    }

    private byte[] Take(int count)
    {
        var taken = _unread[..count];
        _unread = _unread[count..];
        return taken;
    }
}
