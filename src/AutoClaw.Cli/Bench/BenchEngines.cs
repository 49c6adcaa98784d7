using AutoClaw.Cli.Setup;
using AutoClaw.Cli.Simulator;
using AutoClaw.Core.Benchmark.Report;
using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Gateway;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.LlamaServer;
using AutoClaw.Gateway.Options;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoClaw.Cli.Bench;

/// <summary>The engines of a run. Simulators and llama-servers of the configuration are started for it, and stopped with it.</summary>
internal sealed class BenchEngines : IAsyncDisposable
{
    private readonly SimulatedEngines _simulators = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _servers = [];
    private readonly EngineLogs _logs = new(AutoClawHome.LogFolder);

    public IReadOnlyList<BenchEngine> All { get; private set; } = [];

    /// <param name="options">A configuration whose engines are those to measure, and no others.</param>
    /// <param name="prices">What their tokens cost.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancelled">Gives up.</param>
    public static async Task<BenchEngines> StartAsync(GatewayOptions options, PriceList prices, TimeProvider time, CancellationToken cancelled)
    {
        var engines = new BenchEngines();
        var ready = await engines._simulators.StartAsync(options, cancelled);
        var memory = new LocalMemory(() => options.LocalMemoryGiB is { } limit ? (long)(limit * (1L << 30)) : null, time);
        engines.All = [.. ready.Engines.Select(EngineKinds.Complete).Select(engine =>
        {
            var client = new EngineClient(engine, time);
            if (client.Server is { } server)
            {
                engines._servers.Add(server.RunAsync(memory, engines._logs.Of(engine.Id), time, NullLogger.Instance, engines._stop.Token));
            }

            return new BenchEngine(FactsOf(client, prices, time.GetUtcNow()), client, prices, time.GetUtcNow());
        })];
        return engines;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_servers);
        foreach (var engine in All)
        {
            engine.Client.Dispose();
        }

        await _simulators.DisposeAsync();
        _logs.Dispose();
        _stop.Dispose();
    }

    private static EngineFacts FactsOf(EngineClient client, PriceList prices, DateTimeOffset at)
    {
        var price = client.Power is null ? client.PriceAt(client.Options.Model, prices, at) : null;
        var tier = price?.TierFor(0);
        var started = client.Simulated || client.Server is not null;
        return new EngineFacts(client.Id, client.Place, client.Options.Model, ApiOf(client.Wire.Name), started ? null : client.Options.BaseUrl?.Host)
        {
            Simulated = client.Simulated,
            InputUsdPerMillion = PerMillion(tier?.Input),
            OutputUsdPerMillion = PerMillion(tier?.Output),
            PriceVersion = price?.Version,
            Region = client.Options.Region,
            Retention = client.Options.Retention,
            SetUpSeconds = SetUpOf(client.Options),
            PromisedUptimePercent = client.Options.Uptime,
            Hardware = client.Options.Cost is { } cost ? new LocalCost(cost.HardwareUsd, cost.LifetimeYears, cost.Watts, cost.UsdPerKwh, cost.Pue, cost.Utilisation) : null,
        };
    }

    // What a person waited for who had nothing: the program and the model where the gateway keeps them, and the first answer.
    private static double? SetUpOf(EngineOptions engine)
    {
        var log = SetupLog.Default.Read();
        var owned = engine.LlamaServer is not null;
        var model = engine.LlamaServer is { } server ? Path.GetFileNameWithoutExtension(server.ModelFile) : engine.Model;
        var steps = log.Values
            .Where(r => (owned && r.Step == SetupStep.EngineInstall)
                || (owned && r.Step == SetupStep.ModelPull && Path.GetFileNameWithoutExtension(r.What) == model)
                || (r.Step == SetupStep.Up && r.What == engine.Model))
            .GroupBy(static r => r.Step)
            .Select(static g => g.MaxBy(static r => r.Started)!.Seconds)
            .ToArray();
        return steps.Length == 0 ? null : steps.Sum();
    }

    private static double? PerMillion(long? picodollarsPerToken) => picodollarsPerToken is { } price ? (double)price / UsdPerMillion.PicodollarsPerToken : null;

    private static string ApiOf(WireName wire) => wire switch
    {
        WireName.Anthropic => "anthropic",
        WireName.Gemini => "gemini",
        WireName.OpenAiResponses => "openai-responses",
        _ => "openai-chat",
    };
}
