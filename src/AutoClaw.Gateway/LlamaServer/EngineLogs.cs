namespace AutoClaw.Gateway.LlamaServer;

/// <summary>The log file of each owned engine, by its id: one that is changed writes into the same as the one that it replaces.</summary>
/// <param name="folder">Where they are.</param>
internal sealed class EngineLogs(string folder) : IDisposable
{
    private readonly Dictionary<string, EngineLogFile> _files = new(StringComparer.Ordinal);

    /// <summary>Not thread-safe; the file is.</summary>
    public EngineLogFile Of(string engine)
    {
        if (!_files.TryGetValue(engine, out var file))
        {
            _files[engine] = file = new EngineLogFile(Path.Combine(folder, engine + ".log"), EngineLogFile.DefaultLimit);
        }

        return file;
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
        {
            file.Dispose();
        }
    }
}
