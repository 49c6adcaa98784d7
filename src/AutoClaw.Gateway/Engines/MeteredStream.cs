using System.Net;
using System.Net.Sockets;
using AutoClaw.Core.Model;

namespace AutoClaw.Gateway.Engines;

/// <summary>
/// A socket that leads out of the house. Each write is put down to the call on whose behalf it is made, before it is made: what was handed to
/// the socket may have left, whatever becomes of it. Below TLS, so that these are the bytes on the wire; what sets a connection up is no
/// call's, and holds nothing of any.
/// </summary>
internal sealed class MeteredStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    private static readonly AsyncLocal<Attempt?> Current = new();

    private readonly string _address = ((IPEndPoint)socket.RemoteEndPoint!).Address is { IsIPv4MappedToIPv6: true } mapped
        ? mapped.MapToIPv4().ToString()
        : ((IPEndPoint)socket.RemoteEndPoint!).Address.ToString();

    /// <summary>The call that what follows is sent for, in this flow of control and those that it begins; null: none.</summary>
    public static Attempt? For
    {
        set => Current.Value = value;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        Count(count);
        base.Write(buffer, offset, count);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Count(buffer.Length);
        base.Write(buffer);
    }

    public override void WriteByte(byte value)
    {
        // Counted where it ends up.
        Write([value]);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Count(count);
        return base.WriteAsync(buffer, offset, count, cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Count(buffer.Length);
        return base.WriteAsync(buffer, cancellationToken);
    }

    public override IAsyncResult BeginWrite(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state)
    {
        Count(count);
        return base.BeginWrite(buffer, offset, count, callback, state);
    }

    private void Count(int bytes) => Current.Value?.Leaves(bytes, _address);
}
