using AutoClaw.Gateway.Relay;
using Microsoft.Extensions.Hosting;

namespace AutoClaw.Gateway.Power;

/// <summary>Looks at the machine's meters once a second while an engine's configuration asks for measured watts.</summary>
internal sealed class PowerWatch(SnapshotState state, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var meter = new PowerMeter(new RaplReader(RaplReader.Root), GpuPower.Program, time);
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                var engines = state.Current.Engines;
                if (Array.Exists(engines, engine => engine.Options.Cost is { Measured: true }))
                {
                    await meter.LookAsync(engines, stoppingToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }
}
