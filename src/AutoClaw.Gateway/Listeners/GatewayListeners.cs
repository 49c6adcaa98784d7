using System.Net;
using System.Net.Security;
using AutoClaw.Gateway.Admin;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Options.Binding;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Listeners;

/// <summary>What the gateway listens on: the clients' endpoint first, then the administrators' where there is one.</summary>
internal sealed class GatewayListeners : IDisposable
{
    private readonly GatewayOptions _options;
    private readonly ConnectionLimit _connections;
    private readonly ServerCertificate? _certificate;
    private readonly ServerCertificate? _adminCertificate;

    /// <exception cref="GatewayStartException">They may not be listened with, or a certificate can't be used.</exception>
    public GatewayListeners(GatewayOptions options, ConnectionLimit connections, TimeProvider time, ILogger<GatewayListeners> log)
    {
        ListenerRules.ThrowIfBroken(options);
        _options = options;
        _connections = connections;
        _certificate = options.Tls is { } tls ? new ServerCertificate(tls, time, log) : null;
        _adminCertificate = options.Admin?.Tls is { } own ? new ServerCertificate(own, time, log) : null;
    }

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.Limits.RequestHeadersTimeout = _options.Limits.HeadTimeout;
        kestrel.Listen(EndpointOf(_options.Listen), listen =>
        {
            _connections.Apply(listen);
            Secure(listen, _certificate);
        });
        if (_options.Admin is { } admin)
        {
            // By the connection, not by port or path: nothing that a request says can make it an administrator's.
            var door = new AdminDoor(admin.AllowAnonymousLoopback);

            // Of its own, so that clients that take all of theirs can be looked into.
            var connections = new ConnectionLimit(_options.Limits.MaxConnections);
            kestrel.Listen(EndpointOf(admin.Listen), listen =>
            {
                connections.Apply(listen);
                listen.Use(next => connection =>
                {
                    connection.Features.Set(door);
                    return next(connection);
                });
                Secure(listen, _adminCertificate);
            });
        }
    }

    public void Dispose()
    {
        _certificate?.Dispose();
        _adminCertificate?.Dispose();
    }

    private static void Secure(ListenOptions listen, ServerCertificate? certificate)
    {
        if (certificate is not null)
        {
            // As without TLS: a broken answer is told by a missing last chunk.
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Current }),
            });
        }
    }

    private static IPEndPoint EndpointOf(Uri listen) => new(
        listen.Host is "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(listen.Host.Trim('[', ']'), out var address) ? address
        : listen.Host is "*" or "+" ? IPAddress.Any
        : throw new GatewayStartException($"'{listen}' is no address to listen on: use an IP address or localhost."),
        listen.Port);
}
