using System.Net;
using System.Net.Sockets;

namespace AutoClaw.Gateway.Engines;

/// <summary>
/// Connections to engines: a name is resolved once, each of its addresses is looked at, and only to one that was looked at is connected. So
/// neither a mistake in the name nor somebody who answers for it gets a prompt and a key where none of them may go: a cloud's to a machine near
/// this one, or what stays home out of the house.
/// </summary>
/// <param name="refuse">What kind of address it is if it may not be connected to; null: it may.</param>
/// <param name="resolve">Finds a host's addresses.</param>
/// <param name="connect">Connects to the first of some addresses that answers at a port.</param>
internal sealed class EngineConnection(
    Func<IPAddress, string?> refuse,
    Func<string, CancellationToken, Task<IPAddress[]>> resolve,
    Func<IPAddress[], int, CancellationToken, ValueTask<Stream>> connect)
{
    /// <summary>To a cloud on the internet; what is sent is counted.</summary>
    public static readonly EngineConnection ToPublic = new(AddressKind.NotPublic, Dns.GetHostAddressesAsync, ConnectMeteredAsync);

    /// <summary>To a cloud wherever it is, or to the proxy on the way there; what is sent is counted.</summary>
    public static readonly EngineConnection ToAny = new(static _ => null, Dns.GetHostAddressesAsync, ConnectMeteredAsync);

    /// <summary>To the operator's own hardware: an address near this machine, or one of <paramref name="networks"/>.</summary>
    public static EngineConnection ToHome(IReadOnlyList<IPNetwork> networks) => new(
        address => AddressKind.NotPublic(address) is null && !networks.Any(network => network.Contains(address)) ? "public" : null,
        Dns.GetHostAddressesAsync, static async (addresses, port, cancellation) => new NetworkStream(await ConnectAsync(addresses, port, cancellation).ConfigureAwait(false), ownsSocket: true));

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="AddressRefusedException">None of the addresses may be connected to.</exception>
    public async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellation).ConfigureAwait(false);
        var open = Array.FindAll(addresses, address => refuse(address) is null);
        if (open.Length == 0)
        {
            throw addresses is [var first, ..]
                ? new AddressRefusedException(host, first, refuse(first)!)
                : new SocketException((int)SocketError.HostNotFound);
        }

        return await connect(open, port, cancellation).ConfigureAwait(false);
    }

    private static async ValueTask<Stream> ConnectMeteredAsync(IPAddress[] addresses, int port, CancellationToken cancellation) =>
        new MeteredStream(await ConnectAsync(addresses, port, cancellation).ConfigureAwait(false));

    private static async ValueTask<Socket> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellation).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
