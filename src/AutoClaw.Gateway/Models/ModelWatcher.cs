using AutoClaw.Core.Routing;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Relay;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Models;

/// <summary>Puts a model that is promoted, rolled back or set to challenge into force while the gateway runs, between two requests.</summary>
internal sealed class ModelWatcher(SnapshotState state, ModelStore store, TimeProvider time, ILogger<ModelWatcher> log) : BackgroundService
{
    // One look at a file's date a second is nothing, and a promotion is not in a hurry.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var seen = store.Fingerprint();
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                var now = store.Fingerprint();
                if (now != seen)
                {
                    seen = now;
                    Apply();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private void Apply()
    {
        try
        {
            state.Reload();
            log.ModelApplied(store.Read() is { Count: > 0 } models ? models[^1].Name : "shipped", store.ReadChallenger()?.Name ?? "none");
        }
        catch (Exception error) when (error is GatewayStartException or IOException or UnauthorizedAccessException or RouterModelFormatException)
        {
            log.NotApplied(error.Message);
        }
    }
}
