using AutoClaw.Gateway.Auth;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AutoClaw.Gateway.Listeners;

/// <summary>
/// Connections that one listener has at the same time: one more is closed before a byte of it is read. Without a bound whoever reaches the port
/// takes the process's last file handle, which calls to engines and the ledger need as well.
/// </summary>
/// <param name="most">How many.</param>
internal sealed class ConnectionLimit(int most)
{
    /// <summary>Those that there are, and those that were too many.</summary>
    public UnderWayCount Count { get; } = new();

    /// <summary>Before anything else of <paramref name="listen"/>, TLS included.</summary>
    public void Apply(ListenOptions listen) => listen.Use(next => async connection =>
    {
        if (!Count.TryEnter(most))
        {
            connection.Abort(new ConnectionAbortedException("Too many connections."));
            return;
        }

        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            Count.Leave();
        }
    });
}
