using System.Net;
using System.Net.Sockets;
using AutoClaw.FunctionalTests.Fixtures;

namespace AutoClaw.FunctionalTests.Security;

/// <summary>Something on this machine that nobody is to reach: it listens on every address and counts who comes.</summary>
internal sealed class Canary : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Recorded<EndPoint> _accepted = new("connection to the canary");
    private readonly Task _accepting;

    private Canary()
    {
        _listener = Socket.OSSupportsIPv6 ? new Socket(SocketType.Stream, ProtocolType.Tcp) { DualMode = true } : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public static Canary Start() => new();

    /// <summary>
    /// Fails if anybody came. Connections are taken in their order, so that one of our own, once it is taken, shows that there was none before.
    /// </summary>
    public async Task AssertUntouchedAsync(CancellationToken cancellation)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await probe.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Port), cancellation);
        var ours = ((IPEndPoint)probe.LocalEndPoint!).Port;
        await _accepted.FirstAsync(peer => ((IPEndPoint)peer).Port == ours, cancellation);
        Assert.Equal([ours], _accepted.Items.Select(peer => ((IPEndPoint)peer).Port));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptAsync(_stop.Token);
                _accepted.Add(socket.RemoteEndPoint!);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }
}
