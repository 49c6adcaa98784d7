namespace AutoClaw.Gateway.Local;

/// <summary>Keeps a second process off what the first is writing. The system releases it when the process dies, so a kill leaves nothing to clean up.</summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <summary>Null: somebody else has it.</summary>
    /// <param name="path">The lock's file; stays behind, because removing it would let two in.</param>
    /// <exception cref="UnauthorizedAccessException">The folder can't be written.</exception>
    /// <exception cref="IOException">The same.</exception>
    public static StoreLock? TryTake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new StoreLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (error.GetType() == typeof(IOException) && File.Exists(path))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
