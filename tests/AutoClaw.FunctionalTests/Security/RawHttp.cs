using System.Net.Sockets;
using System.Text;

namespace AutoClaw.FunctionalTests.Security;

/// <summary>Bytes to the gateway and everything that comes back, on a connection of its own: nothing between the test and the wire.</summary>
internal static class RawHttp
{
    /// <summary>Sends <paramref name="request"/>, each character as one byte, and reads until the gateway closes.</summary>
    /// <param name="gateway">Its address.</param>
    /// <param name="request">What is sent.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<string> ExchangeAsync(Uri gateway, string request, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(gateway.Host, gateway.Port, limit.Token);
        var answer = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(request), limit.Token);
            int count;
            while ((count = await socket.ReceiveAsync(buffer, limit.Token)) > 0)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted)
        {
            // Refused so early that not all of it was taken.
        }

        return answer.ToString();
    }

    /// <summary>The status of every answer in <paramref name="text"/>.</summary>
    public static int[] StatusesOf(string text) =>
        [.. text.Split("HTTP/1.").Skip(1).Select(part => int.Parse(part.AsSpan(2, 3), provider: null))];
}
