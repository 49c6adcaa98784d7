using System.Security.Cryptography;
using AutoClaw.Gateway.Local;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Options;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.LlamaServer;

/// <summary>
/// Keeps one engine's llama-server running: starts it, waits until its model is loaded, starts it again when it dies, and lets it sleep
/// while nobody asks for it. Callers wait for it here; every life has a port and a key of its own.
/// </summary>
/// <param name="engine">Of kind llama-server.</param>
/// <param name="moved">Told where the engine is to be reached from now on, before anybody is let through.</param>
/// <param name="completed">How many whole answers it has given, ever.</param>
internal sealed partial class OwnedLlamaServer(EngineOptions engine, Action<Uri, string> moved, Func<long> completed)
{
    private readonly TaskCompletionSource _retired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();

    // Not stopped before it is run either: a request that comes in between is treated as any other.
    private volatile ServerStatus _status = new(engine.LlamaServer!.OnDemand ? ServerPhase.Asleep : ServerPhase.Loading);
    private TaskCompletionSource _slept = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeProvider _time = TimeProvider.System;
    private LocalMemory? _memory;
    private int _awaiting;
    private long _bytes;
    private long _began;
    private long _startTicks;

    public ServerStatus Status => _status;

    /// <summary>Its answers under way.</summary>
    public ServerUse Use { get; } = new();

    public bool IsReady => _status.Phase == ServerPhase.Ready;

    /// <summary>Calls that wait for its model.</summary>
    public int Awaiting => Volatile.Read(ref _awaiting);

    /// <summary>Expected until it answers, by how long its last start took; zero while it answers, null where nothing is known to tell by.</summary>
    public TimeSpan? ExpectedStart => (_status.Phase, Volatile.Read(ref _startTicks)) switch
    {
        (ServerPhase.Ready, _) => TimeSpan.Zero,
        (ServerPhase.Asleep, > 0 and var last) => TimeSpan.FromTicks(last),
        (ServerPhase.Loading, > 0 and var last) => TimeSpan.FromTicks(Math.Max(0, last - _time.GetElapsedTime(Volatile.Read(ref _began)).Ticks)),
        _ => null,
    };

    /// <summary>False where its next start would have to wait until another one has given its answers, or none is to be expected.</summary>
    public bool CanStart => _status.Phase switch
    {
        ServerPhase.Asleep => _memory?.HasRoomFor(Volatile.Read(ref _bytes)) ?? true,
        var phase => phase is ServerPhase.Loading or ServerPhase.Ready,
    };

    private LlamaServerOptions Options => engine.LlamaServer!;

    /// <summary>Completes at once while it answers; waits while it loads, and starts it where it sleeps. Then <see cref="Leave"/> has to follow.</summary>
    /// <exception cref="EngineNotRunningException">It does not run, and will not soon.</exception>
    public ValueTask EnterAsync(CancellationToken cancellation)
    {
        Use.Enter();
        if (_status.Phase == ServerPhase.Ready)
        {
            return ValueTask.CompletedTask;
        }

        Use.Leave(_time);
        return new ValueTask(WaitAsync(cancellation));
    }

    public void Leave() => Use.Leave(_time);

    /// <summary>Completes when it answers, and starts it where it sleeps; that it still does a moment later is not certain.</summary>
    /// <exception cref="EngineNotRunningException">It does not run, and will not soon.</exception>
    public async Task ReadyAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _awaiting);
        try
        {
            while (_status is { Phase: not ServerPhase.Ready } status)
            {
                await ChangedAsync(status, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _awaiting);
        }
    }

    /// <summary>Starts it if it sleeps, without waiting for it.</summary>
    public void Wake() => _status.Want();

    /// <summary>Puts it to sleep, unless it is in use or not up. Its process ends soon after.</summary>
    public bool TrySleep()
    {
        lock (_gate)
        {
            if (_status.Phase != ServerPhase.Ready || Use.IsUsed)
            {
                return false;
            }

            // Written before the count is read, see ServerUse: a request either finds it asleep or is counted here.
            Enter(new ServerStatus(ServerPhase.Asleep));
            Interlocked.MemoryBarrier();
            if (!Use.IsUsed)
            {
                _slept.TrySetResult();
                return true;
            }

            // Somebody came in between; those who saw it asleep look again.
            Enter(new ServerStatus(ServerPhase.Ready));
            return false;
        }
    }

    /// <summary>Ends it when the answers that it is giving have ended: no new request is to come.</summary>
    public void Retire() => _retired.TrySetResult();

    /// <summary>Keeps it running until <paramref name="stop"/> or <see cref="Retire"/>, then stops it.</summary>
    /// <param name="memory">What all of them share.</param>
    /// <param name="written">What it writes.</param>
    /// <param name="time">The clock of its pauses.</param>
    /// <param name="log">The gateway's own.</param>
    /// <param name="stop">The gateway stops.</param>
    public async Task RunAsync(LocalMemory memory, EngineLogFile written, TimeProvider time, ILogger log, CancellationToken stop)
    {
        _time = time;
        _memory = memory;

        // For who asks whether there is room before it has ever run.
        if (Options.OnDemand && GgufStore.Default.Find(Options.ModelFile) is { } model)
        {
            Volatile.Write(ref _bytes, LlamaServerCommand.EstimateBytes(model, engine));
        }

        // Engines that died together, for want of the same memory, must not come back together each time.
        var pauses = new RestartPause(new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));
        try
        {
            while (!stop.IsCancellationRequested && !_retired.Task.IsCompleted)
            {
                if (_status is { Phase: ServerPhase.Asleep } asleep)
                {
                    await Task.WhenAny(asleep.Wanted, _retired.Task).WaitAsync(stop).ConfigureAwait(false);
                    pauses.Reset();
                    if (_retired.Task.IsCompleted)
                    {
                        return;
                    }
                }

                // A first crash is no news: the next one is up before anybody has waited long.
                Volatile.Write(ref _began, time.GetTimestamp());
                Enter(new ServerStatus(ServerPhase.Loading));
                var (problem, wasWell) = await LiveAsync(memory, written, log, stop).ConfigureAwait(false);
                if (problem is null)
                {
                    continue;
                }

                var pause = pauses.Next(wasWell);
                log.EngineProcessEnded(engine.Id, problem, pause.TotalSeconds, written.FilePath);
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

    private async Task WaitAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await ReadyAsync(cancellation).ConfigureAwait(false);
            Use.Enter();
            if (IsReady)
            {
                return;
            }

            Use.Leave(_time);
        }
    }

    private Task ChangedAsync(ServerStatus status, CancellationToken cancellation)
    {
        if (status.Phase is not (ServerPhase.Asleep or ServerPhase.Loading))
        {
            throw new EngineNotRunningException(engine.Id, status);
        }

        status.Want();
        return status.Changed.WaitAsync(cancellation);
    }

    private void Enter(ServerStatus status)
    {
        lock (_gate)
        {
            var before = _status;
            _status = status;
            before.End();
        }
    }
}
