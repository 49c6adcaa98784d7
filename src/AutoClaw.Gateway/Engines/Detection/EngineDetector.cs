using AutoClaw.Core.Model;
using AutoClaw.Gateway.Local;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Engines.Detection;

/// <summary>Finds the engines that this machine can use: local servers on their default loopback ports, cloud keys in the environment.</summary>
internal static class EngineDetector
{
    // What a hosted model of the middle class costs (gpt-4.1's list price), so that usage and savings can be tried out; the entries
    // are labelled simulated.
    private static readonly EnginePriceOptions SimulatedCloudPrice = new(2m, 8m);

    /// <summary>Looks for everything at once; done in <see cref="DetectionOptions.Timeout"/> at the latest. Never throws for what it meets.</summary>
    public static async Task<DetectionResult> DetectAsync(
        DetectionOptions? options = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        options ??= new DetectionOptions();
        time ??= TimeProvider.System;
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var client = new ProbeClient();

        var local = await Task.WhenAll(Probes(client, options).Select(probe => probe.LookAsync(bounded.Token)));
        cancellationToken.ThrowIfCancellationRequested();

        Finding[] found = [.. local, .. Pulled(local, options), .. CloudKeys.Look(options.Environment)];
        Finding[] standIns = [.. StandIn(found, Place.Local), .. StandIn(found, Place.Cloud)];
        return new DetectionResult([.. found, .. standIns], time.GetElapsedTime(started));
    }

    private static IEnumerable<EngineProbe> Probes(ProbeClient client, DetectionOptions options) =>
    [
        new OllamaProbe(client, options.OllamaPort, options.Environment),
        new LmStudioProbe(client, options.LmStudioPort, options.Environment),
        new LlamaServerProbe(client, options.LlamaServerPort, options.Environment),
        new VllmProbe(client, options.VllmPort, options.Environment),
    ];

    // One that runs already has its model in memory; another process beside it would need the same again.
    private static IEnumerable<Finding> Pulled(Finding[] running, DetectionOptions options) =>
        running.Any(finding => finding.Found) || PulledModel.Look(options.Models, LlamaServerBinary.Locate(null, LlamaServerBinary.InstallFolder, options.Environment)) is not { } pulled
            ? []
            : [pulled];

    private static IEnumerable<Finding> StandIn(IEnumerable<Finding> found, Place place)
    {
        if (found.Any(finding => finding.Engine?.Place == place))
        {
            yield break;
        }

        var (id, simulator, price) = place == Place.Local
            ? ("local", SimulatorOptions.Local, new EnginePriceOptions(0, 0))
            : ("cloud", SimulatorOptions.Cloud, SimulatedCloudPrice);
        var engine = new EngineOptions
        {
            Id = id,
            Kind = EngineOptions.SimulatorKind,
            Place = place,
            Model = $"simulated-{id}",
            Price = price,
            Simulator = simulator,
        };
        yield return new Finding($"Simulated {id} engine", "built in", $"stands in: no real {id} engine was found", engine);
    }
}
