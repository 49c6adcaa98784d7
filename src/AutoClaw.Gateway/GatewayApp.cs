using AutoClaw.Gateway.Admin;
using AutoClaw.Gateway.Audit;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Listeners;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Relay;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway;

/// <summary>A running gateway: its server, its ledger, and the options in force.</summary>
public sealed class GatewayApp : IAsyncDisposable
{
    // What waits for a client that reads slowly. With what the relay has read from its engine it is most of what such a client costs (bench/overload.sh).
    private const int SlowClientBytes = 4 * 1024;

    private readonly WebApplication _app;
    private readonly LedgerWriter _ledger;
    private readonly SnapshotState _state;
    private readonly ILogger _log;

    private GatewayApp(WebApplication app, LedgerWriter ledger)
    {
        _app = app;
        _ledger = ledger;
        _state = app.Services.GetRequiredService<SnapshotState>();
        _log = app.Services.GetRequiredService<ILogger<GatewayApp>>();
        _ledger.Log = _log;
    }

    /// <summary>Where it listens, with the real port; clients append <c>/v1</c>.</summary>
    public Uri BaseUrl { get; private set; } = null!;

    /// <summary>Where administrators are listened to, with the real port; null where nobody is.</summary>
    public Uri? AdminUrl { get; private set; }

    /// <summary>What is in force, with what is under way.</summary>
    internal GatewaySnapshot Current => _state.Current;

    /// <summary>Ends when the host is asked to stop (SIGTERM, Ctrl-C).</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellation = default) => _app.WaitForShutdownAsync(cancellation);

    /// <summary>Opens the ledger and starts to listen.</summary>
    /// <param name="options">Validated options in which every engine has a URL. Port 0 takes a free one.</param>
    /// <param name="configure">Log providers and the like; null for warnings on standard error.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <exception cref="GatewayStartException">A port is taken, the administrators' listener would be open, or a file that the options name can't be used.</exception>
    /// <exception cref="LedgerException">The ledger can't be opened.</exception>
    public static async Task<GatewayApp> StartAsync(
        GatewayOptions options, Action<ILoggingBuilder>? configure = null, CancellationToken cancellation = default)
    {
        var ledger = LedgerWriter.Open(options.Ledger.Path ?? AutoClawHome.LedgerPath, TimeProvider.System, new LedgerWriterOptions { Fsync = options.Ledger.Fsync, OnFailure = options.Ledger.OnFailure });
        WebApplication? app = null;
        try
        {
            app = Build(options, ledger, configure);
            var gateway = new GatewayApp(app, ledger);
            await app.StartAsync(cancellation).ConfigureAwait(false);
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address)).ToArray();
            gateway.BaseUrl = addresses[0];
            gateway.AdminUrl = addresses.ElementAtOrDefault(1);
            gateway.Audit("start", options);
            if (ledger.Recovered > 0)
            {
                gateway._log.Recovered(ledger.Recovered);
            }

            return gateway;
        }
        catch (Exception error)
        {
            if (app is not null)
            {
                await app.DisposeAsync().ConfigureAwait(false);
            }

            await ledger.DisposeAsync().ConfigureAwait(false);
            if (error is IOException { InnerException: AddressInUseException })
            {
                throw new GatewayStartException(
                    $"{options.Listen.GetLeftPart(UriPartial.Authority)}{(options.Admin is { } admin ? $" or {admin.Listen.GetLeftPart(UriPartial.Authority)} (admin.listen)" : "")} is in use. Stop what listens there ('ss -ltnp' names it), or choose another port with --port or 'listen'.", error);
            }

            throw;
        }
    }

    /// <summary>Puts new options into force for requests that come from now on; on a problem says so in the log and keeps the old ones.</summary>
    /// <returns>True if they are in force.</returns>
    public bool Apply(GatewayOptions options)
    {
        try
        {
            Replace(options);
            return true;
        }
        catch (GatewayStartException error)
        {
            _log.NotApplied(error.Message);
            return false;
        }
    }

    /// <summary>As <see cref="Apply"/>, for somebody who tells the problem himself.</summary>
    /// <exception cref="GatewayStartException">They are not in force: a file that they name can't be used.</exception>
    internal void Replace(GatewayOptions options)
    {
        _state.Apply(options);
        _log.Applied(options.Engines.Count, options.Routes.Count);
        Audit("config", options);
    }

    // A log that can't be written stops nobody: the ledger beside it, which would be full or read-only as well, is what refuses requests.
    private void Audit(string kind, GatewayOptions options)
    {
        var audit = _app.Services.GetRequiredService<AuditLog>();
        try
        {
            audit.Write(kind, "gateway", ConfigRecord.Of(options));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _log.AuditFailed(audit.Path, error.Message);
        }
    }

    /// <summary>Lets administrators have the configuration's file read now.</summary>
    internal void ReloadBy(Func<ConfigReload> read) => _app.Services.GetRequiredService<AdminReload>().Read = read;

    /// <summary>Stops listening, lets answers under way end within the host's time limit, then closes the ledger.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        await _ledger.DisposeAsync().ConfigureAwait(false);
        foreach (var engine in _state.Current.Engines)
        {
            engine.Dispose();
        }
    }

    private static WebApplication Build(GatewayOptions options, LedgerWriter ledger, Action<ILoggingBuilder>? configure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("AutoClaw", LogLevel.Information);

        // Our own log has every failure. To the server a stream that we break off on purpose is "an unhandled exception".
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical);
        if (configure is null)
        {
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        }
        else
        {
            configure(builder.Logging);
        }

        // Whatever the level: below a warning the host writes every address with its query, where some clients put their key.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting", LogLevel.Warning);

        // Answers under way are told before that.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Limits.Drain + Drain.LastWords);
        builder.Services.AddGateway(options, ledger);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseSockets(sockets =>
        {
            // A request runs on the thread that read it. Safe only while nothing on its way blocks, which is the hot path's rule anyway.
            sockets.UnsafePreferInlineScheduling = true;

            // One system call less a request, for a buffer held by each idle connection.
            sockets.WaitForDataBeforeAllocatingBuffer = false;
            sockets.MaxWriteBufferSize = SlowClientBytes;
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;

            // As for the sockets, where there is TLS between.
            kestrel.Limits.MaxResponseBufferSize = SlowClientBytes;
            kestrel.ApplicationServices.GetRequiredService<GatewayListeners>().Configure(kestrel);
        });
        var app = builder.Build();
        if (options.Admin is not null)
        {
            // First: what comes through that door is never a client's, whatever it asks for.
            app.UseAdmin();
        }

        app.UseRequestGuard();
        if (options.Admin is not { OwnsMetrics: true })
        {
            app.UseMetricsEndpoint();
        }

        app.MapGateway();
        return app;
    }
}
