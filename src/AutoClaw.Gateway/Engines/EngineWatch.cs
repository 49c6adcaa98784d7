using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Relay;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Engines;

/// <summary>Looks at every engine that has something to tell, each on its own, so that a silent one delays nobody.</summary>
internal sealed class EngineWatch(SnapshotState state, TimeProvider time, ILogger<EngineWatch> log) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    // A ready engine is asked every fifth tick: three small requests in five seconds are no load, and a new queue length is worth as much.
    private const int TicksWhenReady = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly HashSet<EngineClient> _underWay = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        try
        {
            for (var tick = 0L; ; tick++)
            {
                foreach (var engine in state.Current.Engines)
                {
                    if (engine.Health.IsWatched && (tick % TicksWhenReady == 0 || engine.Health.State.Condition != EngineCondition.Ready) && Enter(engine))
                    {
                        _ = LookAsync(engine, stoppingToken);
                    }
                }

                await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task LookAsync(EngineClient engine, CancellationToken stopping)
    {
        var before = engine.Health.State;
        try
        {
            using var patience = new CancellationTokenSource(Patience, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
            await engine.Health.LookAsync(both.Token).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The gateway stops, and its connections were quicker.
        }
        finally
        {
            Leave(engine);
        }

        var now = engine.Health.State;
        if (!stopping.IsCancellationRequested && engine.Server is null && (now.Condition, now.Detail) != (before.Condition, before.Detail))
        {
            Tell(engine, now);
        }
    }

    private void Tell(EngineClient engine, EngineState now)
    {
        if (now is { Condition: EngineCondition.Ready, Detail: null })
        {
            log.EngineReady(engine.Id);
        }
        else
        {
            log.EngineNotReady(engine.Id, now.Word, now.Detail ?? string.Empty);
        }
    }

    private bool Enter(EngineClient engine)
    {
        lock (_underWay)
        {
            return _underWay.Add(engine);
        }
    }

    private void Leave(EngineClient engine)
    {
        lock (_underWay)
        {
            _underWay.Remove(engine);
        }
    }
}
