using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace AutoClaw.FunctionalTests.Simulator;

/// <summary>One HTTP request on a bare socket, for what a client library would hide.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client = new();

    public int Available => _client.Available;

    public static async Task<RawConnection> PostAsync(Uri baseUrl, string json)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(baseUrl.Host, baseUrl.Port, TestContext.Current.CancellationToken);
        var length = Encoding.UTF8.GetByteCount(json).ToString(CultureInfo.InvariantCulture);
        var request = $"POST /v1/chat/completions HTTP/1.1\r\nHost: {baseUrl.Authority}\r\nContent-Length: {length}\r\n\r\n{json}";
        await connection._client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request), TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>Everything until the other side ends it, and whether that was a reset.</summary>
    public async Task<(string Text, bool Reset)> ReadToEndAsync()
    {
        var bytes = new List<byte>();
        var buffer = new byte[4096];
        try
        {
            int count;
            while ((count = await _client.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0)
            {
                bytes.AddRange(buffer.AsSpan(0, count));
            }

            return (Encoding.UTF8.GetString([.. bytes]), false);
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return (Encoding.UTF8.GetString([.. bytes]), true);
        }
    }

    public async Task ReadUntilAsync(string end)
    {
        var text = string.Empty;
        var one = new byte[1];
        while (!text.EndsWith(end, StringComparison.Ordinal))
        {
            await _client.GetStream().ReadExactlyAsync(one, TestContext.Current.CancellationToken);
            text += (char)one[0];
        }
    }

    public void Dispose() => _client.Dispose();
}
