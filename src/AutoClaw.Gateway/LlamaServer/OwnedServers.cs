using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Relay;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.LlamaServer;

/// <summary>Runs the llama-servers of the configuration in force: starts what a reload brings, and lets what it drops end its answers first.</summary>
internal sealed class OwnedServers(SnapshotState state, TimeProvider time, ILogger<OwnedServers> log) : BackgroundService
{
    private readonly Dictionary<EngineClient, Task> _running = new(ReferenceEqualityComparer.Instance);
    private readonly List<Task> _retired = [];
    private readonly EngineLogs _logs = new(AutoClawHome.LogFolder);
    private readonly LocalMemory _memory = new(() => state.Current.Options.LocalMemoryGiB is { } limit ? (long)(limit * (1L << 30)) : null, time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                // Taken before the snapshot is looked at: a change in between is seen by the next round.
                var changed = state.Changed;
                Follow(state.Current.Engines, stoppingToken);
                await changed.WaitAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops: the host has let answers under way end by now.
        }
        finally
        {
            await Task.WhenAll(_running.Values.Concat(_retired)).ConfigureAwait(false);
            _logs.Dispose();
        }
    }

    private void Follow(EngineClient[] engines, CancellationToken stop)
    {
        foreach (var (dropped, run) in _running.Where(r => !engines.Contains(r.Key)).ToArray())
        {
            _running.Remove(dropped);
            _retired.RemoveAll(r => r.IsCompleted);
            _retired.Add(run);
            dropped.Server!.Retire();
        }

        foreach (var engine in engines)
        {
            if (engine.Server is { } server && !_running.ContainsKey(engine))
            {
                _running.Add(engine, server.RunAsync(_memory, _logs.Of(engine.Id), time, log, stop));
            }
        }
    }
}
