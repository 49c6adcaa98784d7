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
    private readonly Lock _gate = new();
    private readonly string _file;
    private readonly Action<GatewayOptions> _apply;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FileWatch _watch;
    private readonly ITimer _debounce;
    private readonly ITimer _poll;
    private readonly HashSet<string> _unwatched = new(StringComparer.Ordinal);
    private GatewayOptions _current;
    private string? _seen;
    private long? _waitingSince;
    private bool _disposed;

    /// <param name="loaded">What is in force now: a valid result of <see cref="ConfigFile.Load"/>.</param>
    /// <param name="apply">Puts new options into force. Called from one thread at a time, never from the constructor.</param>
    /// <param name="time">Drives the debounce and the fallback.</param>
    /// <param name="logger">Told every problem of an edit, once.</param>
    /// <exception cref="ArgumentException"><paramref name="loaded"/> has no options.</exception>
    public ConfigWatcher(ConfigResult loaded, Action<GatewayOptions> apply, TimeProvider time, ILogger logger)
    {
        _current = loaded.Options ?? throw new ArgumentException("a valid configuration is needed", nameof(loaded));
        _file = loaded.File;
        _seen = loaded.Fingerprint;
        _apply = apply;
        _time = time;
        _logger = logger;
        _watch = new FileWatch(_file, Signal, NotWatched);
        _debounce = _time.CreateTimer(_ => Settle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _poll = _time.CreateTimer(_ => Poll(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How long the file must be left alone before it is read: editors write in several steps.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>It is read after this at the latest, even if it is never left alone.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often it is compared where no notice came: an edit in place gives none, nor do network file systems and some mounts.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where <c>${VAR}</c> is looked up.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Begins to watch; an edit made since the file was loaded counts.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _watch.Refresh();
            _poll.Change(PollInterval, PollInterval);
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
        lock (_gate)
        {
            _disposed = true;
            _watch.Dispose();
            _debounce.Dispose();
            _poll.Dispose();
        }
    }

    /// <summary>The file may have changed: read it once it has been quiet.</summary>
    internal void Signal()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _waitingSince ??= _time.GetTimestamp();
            var left = Patience - _time.GetElapsedTime(_waitingSince.Value);
            _debounce.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left < Quiet ? left : Quiet, Timeout.InfiniteTimeSpan);
        }
    }

    private void Settle()
    {
        lock (_gate)
        {
            _waitingSince = null;
        }

        Reload(force: false);
    }

    private void Poll()
    {
        string? last;
        lock (_gate)
        {
            last = _seen;
        }

        if (ConfigFile.Fingerprint(_file) != last)
        {
            Signal();
        }
    }

    private ConfigReload Reload(bool force)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return new ConfigReload(ConfigReloadOutcome.Unchanged, [], []);
            }

            // Before reading: a change between the two then sends a notice instead of being lost.
            _watch.Refresh();
            var result = ConfigFile.Load(_file, Environment);
            if (!force && result.Fingerprint == _seen)
            {
                return new ConfigReload(ConfigReloadOutcome.Unchanged, [], []);
            }

            _seen = result.Fingerprint;
            return result.Options is { } options ? Accept(options, result) : Reject(result);
        }
    }

    private ConfigReload Reject(ConfigResult result)
    {
        ConfigLog.Rejected(_logger, result.Errors.Count(), _file);
        LogProblems(result);
        return new ConfigReload(ConfigReloadOutcome.Rejected, result.Problems, []);
    }

    private ConfigReload Accept(GatewayOptions options, ConfigResult result)
    {
        LogProblems(result);
        var needRestart = new List<string>();
        options = GatewayKeys.Root.KeepRunning(options, _current, string.Empty, needRestart);
        foreach (var key in needRestart)
        {
            ConfigLog.NeedsRestart(_logger, key, _file);
        }

        try
        {
            _apply(options);
        }
        catch (Exception error)
        {
            // On a timer's thread it would end the process, which an edit must never do.
            ConfigLog.ApplyFailed(_logger, _file, error);
            return new ConfigReload(ConfigReloadOutcome.Rejected, result.Problems, needRestart) { Failure = error.Message };
        }

        _current = options;
        ConfigLog.Reloaded(_logger, _file);
        return new ConfigReload(ConfigReloadOutcome.Applied, result.Problems, needRestart);
    }

    private void LogProblems(ConfigResult result)
    {
        foreach (var problem in result.Errors)
        {
            ConfigLog.Error(_logger, problem);
        }

        foreach (var problem in result.Warnings)
        {
            ConfigLog.Warning(_logger, problem);
        }
    }

    private void NotWatched(string folder, string reason)
    {
        if (_unwatched.Add(folder))
        {
            ConfigLog.NotWatched(_logger, folder, reason, PollInterval.TotalSeconds);
        }
    }
}
