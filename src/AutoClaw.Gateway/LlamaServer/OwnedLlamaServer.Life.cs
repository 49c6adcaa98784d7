using System.Security.Cryptography;
using AutoClaw.Gateway.Local;
using AutoClaw.Gateway.Observability;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.LlamaServer;

/// <content>One life of its process, from the start to the end.</content>
internal sealed partial class OwnedLlamaServer
{
    // After this a dropped engine's answers are cut: a stream that nobody ends must not keep a model in memory.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan DrainInterval = TimeSpan.FromMilliseconds(100);

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
}
