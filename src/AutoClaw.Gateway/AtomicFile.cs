namespace AutoClaw.Gateway;

/// <summary>Replaces a file as a whole: who opens it finds the old bytes or the new ones, never a part, also after a power cut.</summary>
public static class AtomicFile
{
    /// <exception cref="IOException">It could not be written; the old file is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        // Beside it, because a rename is atomic only within one file system; another name for each process, or two would share it.
        var temporary = $"{path}.{Environment.ProcessId}.new";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
