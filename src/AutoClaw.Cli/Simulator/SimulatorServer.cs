using System.Net;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AutoClaw.Cli.Simulator;

/// <summary>
/// An engine that is not one: speaks OpenAI chat completions, Responses and embeddings, Anthropic Messages and Gemini on the loopback
/// interface, at a pace and with the faults that it is told, and says in every answer that it is simulated.
/// </summary>
internal sealed class SimulatorServer : IAsyncDisposable
{
    private readonly KestrelServer _kestrel;
    private readonly SimulatorApplication _application;
    private Task _refusing = Task.CompletedTask;

    private SimulatorServer(KestrelServer kestrel, SimulatorApplication application)
    {
        _kestrel = kestrel;
        _application = application;
        application.Exhausted += () => _refusing = _kestrel.StopAsync(CancellationToken.None);
    }

    /// <summary>The API root, for example <c>http://127.0.0.1:41234/v1</c>.</summary>
    public Uri BaseUrl { get; private set; } = null!;

    public SimulatorStats Stats => _application.Stats;

    /// <summary>How requests go wrong from now on; null: they do not.</summary>
    public SimulatorFault? Fault
    {
        get => _application.Fault;
        set => _application.Fault = value;
    }

    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatorServer> StartAsync(SimulatorServerOptions options, CancellationToken cancellationToken = default)
    {
        var kestrelOptions = new KestrelServerOptions { AddServerHeader = false };
        kestrelOptions.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
        kestrelOptions.Listen(IPAddress.Loopback, options.Port);

        // Requests run on the socket's own threads: nothing here blocks, and the hop would cost a third of the throughput.
        var transport = new SocketTransportOptions { UnsafePreferInlineScheduling = true };
        var kestrel = new KestrelServer(
            Options.Create(kestrelOptions),
            new SocketTransportFactory(Options.Create(transport), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
        var server = new SimulatorServer(kestrel, new SimulatorApplication(options));
        try
        {
            await kestrel.StartAsync(server._application, cancellationToken);
        }
        catch
        {
            kestrel.Dispose();
            throw;
        }

        var address = kestrel.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        server.BaseUrl = new Uri($"{address}/v1");
        if (options.Fault is { Kind: SimulatorFaultKind.RefuseAfter, Amount: 0 })
        {
            await kestrel.StopAsync(cancellationToken);
        }

        return server;
    }

    /// <summary>Stops listening and gives answers under way until <paramref name="deadline"/>; then drops them.</summary>
    public Task StopAsync(CancellationToken deadline) => _kestrel.StopAsync(deadline);

    public async ValueTask DisposeAsync()
    {
        await _kestrel.StopAsync(new CancellationToken(true));
        await _refusing;
        _kestrel.Dispose();
    }
}
