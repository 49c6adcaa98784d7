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
internal sealed class OwnedLlamaServer(EngineOptions engine, Action<Uri, string> moved, Func<long> completed)
{
    // After this a dropped engine's answers are cut: a stream that nobody ends must not keep a model in memory.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan DrainInterval = TimeSpan.FromMilliseconds(100);

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

    /// <summary>One life, from the start to the end: why it ended, null where it was retired or put to sleep, and whether it had been well.</summary>
    private async Task<(string? Problem, bool WasWell)> LiveAsync(LocalMemory memory, EngineLogFile written, ILogger log, CancellationToken stop)
    {
        if (LlamaServerBinary.Find(Options.Binary) is not { } binary)
        {
            return (Options.Binary is null
                ? "there is no llama-server on this machine: 'autoclaw engine install' puts one in place"
                : $"{Options.Binary} is no program", false);
        }

        if (GgufStore.Default.Find(Options.ModelFile) is not { } model)
        {
            return ($"there is no model file {Options.ModelFile}: 'autoclaw models list' shows those that are here", false);
        }

        try
        {
            var bytes = LlamaServerCommand.EstimateBytes(model, engine);
            Volatile.Write(ref _bytes, bytes);
            var tooLittle = await memory.TakeAsync(this, bytes, stop).ConfigureAwait(false);
            return tooLittle is null ? await ServeAsync(binary, model, written, log, stop).ConfigureAwait(false) : (tooLittle, false);
        }
        finally
        {
            memory.Release(this);
        }
    }

    private async Task<(string? Problem, bool WasWell)> ServeAsync(string binary, string model, EngineLogFile written, ILogger log, CancellationToken stop)
    {
        if (written.Begin($"{_time.GetUtcNow():u} start of {binary} with {model}") is { } unwritten)
        {
            log.EngineLogNotWritten(engine.Id, written.FilePath, unwritten);
        }

        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var started = _time.GetTimestamp();
        LlamaServerProcess process;
        try
        {
            process = LlamaServerProcess.Start(LlamaServerCommand.Create(binary, model, engine, key), Say);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return ($"it can't be started: {error.Message}", false);
        }

        void Say(string line)
        {
            log.EngineSaid(engine.Id, line);
            written.Add(line);
        }

        await using (process.ConfigureAwait(false))
        {
            var root = await process.ReadyAsync(_time, stop).ConfigureAwait(false);
            var ready = _time.GetTimestamp();
            var answered = completed();
            if (root is not null)
            {
                moved(new Uri(root, "v1"), key);
                Use.Touch(_time);
                Volatile.Write(ref _startTicks, Math.Max(1, _time.GetElapsedTime(started, ready).Ticks));
                _slept = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Enter(new ServerStatus(ServerPhase.Ready));
                log.EngineProcessReady(engine.Id, _time.GetElapsedTime(started, ready).TotalSeconds);
            }

            using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var ended = process.EndedAsync(stop);
            var asleep = root is null ? Task.Delay(Timeout.InfiniteTimeSpan, _time, over.Token) : AsleepAsync(over.Token);
            var first = await Task.WhenAny(ended, _retired.Task, asleep).ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
            if (first == ended)
            {
                return (await ended.ConfigureAwait(false), root is not null && (completed() > answered || _time.GetElapsedTime(ready) >= RestartPause.Settled));
            }

            if (first == asleep && asleep.IsCompletedSuccessfully)
            {
                log.EngineProcessAsleep(engine.Id);
            }
            else
            {
                await DrainAsync(process, key, stop).ConfigureAwait(false);
            }

            return (null, true);
        }
    }

    // Ends when it has been put to sleep: by those who need its memory, or here, when nobody has asked for it for long enough.
    private async Task AsleepAsync(CancellationToken over)
    {
        var slept = _slept.Task;
        while (!slept.IsCompleted)
        {
            var wait = Timeout.InfiniteTimeSpan;
            if (Options.KeepAlive is { } keepAlive)
            {
                wait = keepAlive - _time.GetElapsedTime(Use.Last);
                if (wait <= TimeSpan.Zero && TrySleep())
                {
                    return;
                }

                // In use: it is idle a whole keep_alive after that at the earliest.
                wait = wait > TimeSpan.Zero ? wait : keepAlive;
            }

            await Task.WhenAny(slept, Task.Delay(wait, _time, over)).ConfigureAwait(false);
            over.ThrowIfCancellationRequested();
        }
    }

    private async Task DrainAsync(LlamaServerProcess process, string key, CancellationToken stop)
    {
        var began = _time.GetTimestamp();
        using var timer = new PeriodicTimer(DrainInterval, _time);
        while (_time.GetElapsedTime(began) < DrainLimit && await process.IsBusyAsync(key, stop).ConfigureAwait(false))
        {
            await timer.WaitForNextTickAsync(stop).ConfigureAwait(false);
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
