using System.Security.Cryptography;
using AutoClaw.Gateway.Local;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Options;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.LlamaServer;

/// <summary>
/// Keeps one engine's llama-server running: starts it, waits until its model is loaded, starts it again when it dies. Callers wait for it
/// here; every life has a port and a key of its own.
/// </summary>
/// <param name="engine">Of kind llama-server.</param>
/// <param name="moved">Told where the engine is to be reached from now on, before anybody is let through.</param>
internal sealed class OwnedLlamaServer(EngineOptions engine, Action<Uri, string> moved)
{
    // After this a dropped engine's answers are cut: a stream that nobody ends must not keep a model in memory.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan DrainInterval = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource _retired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ServerStatus _status = new(ServerPhase.Stopped);

    public ServerStatus Status => _status;

    /// <summary>Completes at once while it answers; waits while it loads.</summary>
    /// <exception cref="EngineNotRunningException">It does not run, and will not soon.</exception>
    public ValueTask ReadyAsync(CancellationToken cancellation) =>
        _status.Phase == ServerPhase.Ready ? ValueTask.CompletedTask : new ValueTask(WaitAsync(cancellation));

    /// <summary>Ends it when the answers that it is giving have ended: no new request is to come.</summary>
    public void Retire() => _retired.TrySetResult();

    /// <summary>Keeps it running until <paramref name="stop"/> or <see cref="Retire"/>, then stops it.</summary>
    public async Task RunAsync(TimeProvider time, ILogger log, CancellationToken stop)
    {
        var failures = 0;
        try
        {
            while (!stop.IsCancellationRequested && !_retired.Task.IsCompleted)
            {
                // A first crash is no news: the next one is up before anybody has waited long.
                Enter(new ServerStatus(ServerPhase.Loading));
                var (problem, wasUp) = await LiveAsync(time, log, stop).ConfigureAwait(false);
                if (problem is null)
                {
                    return;
                }

                failures = wasUp >= RestartPause.Settled ? 1 : failures + 1;
                var pause = RestartPause.After(failures);
                log.EngineProcessEnded(engine.Id, problem, pause.TotalSeconds);
                if (pause > TimeSpan.Zero)
                {
                    Enter(new ServerStatus(ServerPhase.Failed, problem, pause));
                    await Task.WhenAny(Task.Delay(pause, time, stop), _retired.Task).ConfigureAwait(false);
                    stop.ThrowIfCancellationRequested();
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The gateway stops, or its configuration has no such engine any more.
        }
        finally
        {
            Enter(new ServerStatus(ServerPhase.Stopped));
        }
    }

    /// <summary>One life, from the start to the end: why it ended, null where it was retired, and how long it answered.</summary>
    private async Task<(string? Problem, TimeSpan WasUp)> LiveAsync(TimeProvider time, ILogger log, CancellationToken stop)
    {
        var options = engine.LlamaServer!;
        if (LlamaServerBinary.Find(options.Binary) is not { } binary)
        {
            return (options.Binary is null
                ? "there is no llama-server on this machine: 'autoclaw engine install' puts one in place"
                : $"{options.Binary} is no program", TimeSpan.Zero);
        }

        if (GgufStore.Default.Find(options.ModelFile) is not { } model)
        {
            return ($"there is no model file {options.ModelFile}: 'autoclaw models list' shows those that are here", TimeSpan.Zero);
        }

        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var started = time.GetTimestamp();
        LlamaServerProcess process;
        try
        {
            process = LlamaServerProcess.Start(LlamaServerCommand.Create(binary, model, engine, key), line => log.EngineSaid(engine.Id, line));
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return ($"it can't be started: {error.Message}", TimeSpan.Zero);
        }

        await using (process.ConfigureAwait(false))
        {
            var root = await process.ReadyAsync(time, stop).ConfigureAwait(false);
            var ready = time.GetTimestamp();
            if (root is not null)
            {
                moved(new Uri(root, "v1"), key);
                Enter(new ServerStatus(ServerPhase.Ready));
                log.EngineProcessReady(engine.Id, time.GetElapsedTime(started, ready).TotalSeconds);
            }

            var ended = process.EndedAsync(stop);
            if (await Task.WhenAny(ended, _retired.Task).ConfigureAwait(false) != ended)
            {
                await DrainAsync(process, key, time, stop).ConfigureAwait(false);
                return (null, TimeSpan.Zero);
            }

            return (await ended.ConfigureAwait(false), root is null ? TimeSpan.Zero : time.GetElapsedTime(ready));
        }
    }

    private static async Task DrainAsync(LlamaServerProcess process, string key, TimeProvider time, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        using var timer = new PeriodicTimer(DrainInterval, time);
        while (time.GetElapsedTime(began) < DrainLimit && await process.IsBusyAsync(key, stop).ConfigureAwait(false))
        {
            await timer.WaitForNextTickAsync(stop).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var status = _status;
            switch (status.Phase)
            {
                case ServerPhase.Ready:
                    return;
                case ServerPhase.Loading:
                    await status.Changed.WaitAsync(cancellation).ConfigureAwait(false);
                    break;
                default:
                    throw new EngineNotRunningException(engine.Id, status);
            }
        }
    }

    private void Enter(ServerStatus status)
    {
        var before = _status;
        _status = status;
        before.End();
    }
}
