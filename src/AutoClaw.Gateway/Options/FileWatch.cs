namespace AutoClaw.Gateway.Options;

/// <summary>Says that a file may have changed: by the operating system's notices of exactly those entries that lead to it.</summary>
/// <param name="path">The file; it need not exist.</param>
/// <param name="changed">Called from any thread, too often rather than too rarely.</param>
/// <param name="failed">Called with a folder that cannot be watched, and why.</param>
internal sealed class FileWatch(string path, Action changed, Action<string, string> failed) : IDisposable
{
    private readonly List<FileSystemWatcher> _watchers = [];
    private string _watched = string.Empty;

    /// <summary>Watches the entries that lead to the file now; nothing to do where they are the same as last time.</summary>
    public void Refresh()
    {
        var names = WatchedNames.Of(path);
        var wanted = string.Join('\n', names.SelectMany(pair => pair.Value.Select(name => pair.Key + '\0' + name)).Order(StringComparer.Ordinal));
        if (wanted == _watched)
        {
            return;
        }

        Clear();
        _watched = wanted;
        foreach (var (folder, entries) in names)
        {
            Watch(folder, entries);
        }
    }

    public void Dispose() => Clear();

    private void Watch(string folder, IReadOnlySet<string> entries)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(folder)
            {
                // Not writes: a ledger in the same folder writes thousands of times a second, and telling us of each cost 7 % of a busy
                // core (bench/relay.sh). An edit in place is seen by the watcher's own look at the file, a second later at most.
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName,
            };

            void Seen(object sender, FileSystemEventArgs change)
            {
                if (entries.Contains(change.Name ?? string.Empty))
                {
                    changed();
                }
            }

            watcher.Changed += Seen;
            watcher.Created += Seen;
            watcher.Deleted += Seen;
            watcher.Renamed += (sender, change) =>
            {
                if (entries.Contains(change.Name ?? string.Empty) || entries.Contains(change.OldName ?? string.Empty))
                {
                    changed();
                }
            };

            // Lost notices, or the folder itself is gone: look at the file, and watch anew.
            watcher.Error += (_, _) =>
            {
                _watched = string.Empty;
                changed();
            };
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
        {
            watcher?.Dispose();
            _watched = string.Empty;
            failed(folder, error.Message);
        }
    }

    private void Clear()
    {
        _watchers.ForEach(watcher => watcher.Dispose());
        _watchers.Clear();
    }
}
