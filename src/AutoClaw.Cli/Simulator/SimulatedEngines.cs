using AutoClaw.Gateway.Options;

namespace AutoClaw.Cli.Simulator;

/// <summary>The simulators behind a gateway's engines of <c>kind: simulator</c>: started with it, and gone with it.</summary>
internal sealed class SimulatedEngines : IAsyncDisposable
{
    private readonly Dictionary<(string Id, SimulatorServerOptions Pretended), SimulatorServer> _servers = [];

    /// <summary>The same options, in which every simulator has a URL. An engine that has not changed keeps its server.</summary>
    public async Task<GatewayOptions> StartAsync(GatewayOptions options, CancellationToken cancellation)
    {
        var engines = new List<EngineOptions>(options.Engines.Count);
        foreach (var engine in options.Engines)
        {
            if (engine.Kind != EngineOptions.SimulatorKind)
            {
                engines.Add(engine);
                continue;
            }

            var pretended = SimulatorServerOptions.From(engine);
            if (!_servers.TryGetValue((engine.Id, pretended), out var server))
            {
                server = await SimulatorServer.StartAsync(pretended, cancellation);
                _servers.Add((engine.Id, pretended), server);
            }

            engines.Add(engine with { BaseUrl = server.BaseUrl });
        }

        return options with { Engines = engines };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
        {
            await server.DisposeAsync();
        }
    }
}
