using AutoClaw.Gateway.Options.Binding;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Options;

/// <summary>
/// Hot reload: follows the file through edits in place, atomic renames and swapped links, and hands over what it says once it is
/// valid and has changed. An invalid edit is logged once and leaves the old options in force. Keys that need a restart keep their
/// running value.
/// </summary>
internal sealed class ConfigWatcher : IDisposable
{
    private readonly Lock gate = new();
    private readonly string file;
    private readonly Action<GatewayOptions> apply;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly FileWatch watch;
    private readonly ITimer debounce;
    private readonly ITimer poll;
    private readonly HashSet<string> unwatched = new(StringComparer.Ordinal);
    private GatewayOptions current;
    private string? seen;
    private long? waitingSince;
    private bool disposed;

    /// <param name="loaded">What is in force now: a valid result of <see cref="ConfigFile.Load"/>.</param>
    /// <param name="apply">Puts new options into force. Called from one thread at a time, never from the constructor.</param>
    /// <param name="time">Drives the debounce and the fallback.</param>
    /// <param name="logger">Told every problem of an edit, once.</param>
    /// <exception cref="ArgumentException"><paramref name="loaded"/> has no options.</exception>
    public ConfigWatcher(ConfigResult loaded, Action<GatewayOptions> apply, TimeProvider time, ILogger logger)
    {
        current = loaded.Options ?? throw new ArgumentException("a valid configuration is needed", nameof(loaded));
        file = loaded.File;
        seen = loaded.Fingerprint;
        this.apply = apply;
        this.time = time;
        this.logger = logger;
        watch = new FileWatch(file, Signal, NotWatched);
        debounce = time.CreateTimer(_ => Settle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        poll = time.CreateTimer(_ => Poll(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How long the file must be left alone before it is read: editors write in several steps.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>It is read after this at the latest, even if it is never left alone.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often it is compared where no notice came: network file systems and some mounts send none.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where <c>${VAR}</c> is looked up.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Begins to watch; an edit made since the file was loaded counts.</summary>
    public void Start()
    {
        lock (gate)
        {
            watch.Refresh();
            poll.Change(PollInterval, PollInterval);
        }

        Poll();
    }

    /// <summary>
    /// Reads the file now and puts it into force if it is valid, changed or not: what it names (price file, router model) may have
    /// changed. For SIGHUP and the like.
    /// </summary>
    public ConfigReload ReloadNow() => Reload(force: true);

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            watch.Dispose();
            debounce.Dispose();
            poll.Dispose();
        }
    }

    /// <summary>The file may have changed: read it once it has been quiet.</summary>
    internal void Signal()
    {
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            waitingSince ??= time.GetTimestamp();
            var left = Patience - time.GetElapsedTime(waitingSince.Value);
            debounce.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left < Quiet ? left : Quiet, Timeout.InfiniteTimeSpan);
        }
    }

    private void Settle()
    {
        lock (gate)
        {
            waitingSince = null;
        }

        Reload(force: false);
    }

    private void Poll()
    {
        string? last;
        lock (gate)
        {
            last = seen;
        }

        if (ConfigFile.Fingerprint(file) != last)
        {
            Signal();
        }
    }

    private ConfigReload Reload(bool force)
    {
        lock (gate)
        {
            if (disposed)
            {
                return new ConfigReload(ConfigReloadOutcome.Unchanged, [], []);
            }

            // Before reading: a change between the two then sends a notice instead of being lost.
            watch.Refresh();
            var result = ConfigFile.Load(file, Environment);
            if (!force && result.Fingerprint == seen)
            {
                return new ConfigReload(ConfigReloadOutcome.Unchanged, [], []);
            }

            seen = result.Fingerprint;
            return result.Options is { } options ? Accept(options, result) : Reject(result);
        }
    }

    private ConfigReload Reject(ConfigResult result)
    {
        ConfigLog.Rejected(logger, result.Errors.Count(), file);
        LogProblems(result);
        return new ConfigReload(ConfigReloadOutcome.Rejected, result.Problems, []);
    }

    private ConfigReload Accept(GatewayOptions options, ConfigResult result)
    {
        LogProblems(result);
        var needRestart = new List<string>();
        foreach (var key in GatewayKeys.Root.Where(key => key.Traits.HasFlag(KeyTraits.Restart)))
        {
            if (!Equals(key.Get(options), key.Get(current)))
            {
                needRestart.Add(key.Name);
                ConfigLog.NeedsRestart(logger, key.Name, file);
                options = key.Copy(options, current);
            }
        }

        try
        {
            apply(options);
        }
        catch (Exception error)
        {
            // On a timer's thread it would end the process, which an edit must never do.
            ConfigLog.ApplyFailed(logger, file, error);
            return new ConfigReload(ConfigReloadOutcome.Rejected, result.Problems, needRestart);
        }

        current = options;
        ConfigLog.Reloaded(logger, file);
        return new ConfigReload(ConfigReloadOutcome.Applied, result.Problems, needRestart);
    }

    private void LogProblems(ConfigResult result)
    {
        foreach (var problem in result.Errors)
        {
            ConfigLog.Error(logger, problem);
        }

        foreach (var problem in result.Warnings)
        {
            ConfigLog.Warning(logger, problem);
        }
    }

    private void NotWatched(string folder, string reason)
    {
        if (unwatched.Add(folder))
        {
            ConfigLog.NotWatched(logger, folder, reason, PollInterval.TotalSeconds);
        }
    }
}
