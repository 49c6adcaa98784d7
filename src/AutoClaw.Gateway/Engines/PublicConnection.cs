using System.Net;
using System.Net.Sockets;

namespace AutoClaw.Gateway.Engines;

/// <summary>
/// Connections to clouds: a name is resolved once, each of its addresses is looked at, and only to one that was looked at is connected. So
/// neither a mistake in the name nor somebody who answers for it gets a prompt and a key to a machine near this one.
/// </summary>
/// <param name="resolve">Finds a host's addresses.</param>
/// <param name="connect">Connects to the first of some addresses that answers at a port.</param>
internal sealed class PublicConnection(
    Func<string, CancellationToken, Task<IPAddress[]>> resolve, Func<IPAddress[], int, CancellationToken, ValueTask<Stream>> connect)
{
    /// <summary>With the system's resolver.</summary>
    public static readonly PublicConnection Default = new(Dns.GetHostAddressesAsync, ConnectAsync);

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="AddressRefusedException">None of the addresses is public.</exception>
    public async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellation).ConfigureAwait(false);
        var open = Array.FindAll(addresses, address => AddressKind.NotPublic(address) is null);
        if (open.Length == 0)
        {
            throw addresses is [var first, ..]
                ? new AddressRefusedException(host, first, AddressKind.NotPublic(first)!)
                : new SocketException((int)SocketError.HostNotFound);
        }

        return await connect(open, port, cancellation).ConfigureAwait(false);
    }

    private static async ValueTask<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
