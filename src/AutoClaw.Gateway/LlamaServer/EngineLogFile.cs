using System.Text;

namespace AutoClaw.Gateway.LlamaServer;

/// <summary>
/// What an owned engine writes, for its owner alone to read. Bounded: a full file becomes the previous one, and what was that before is
/// gone. An engine never fails for want of it.
/// </summary>
/// <param name="path">Its folder is made where it is missing.</param>
/// <param name="limit">Bytes of one file; two are kept at most.</param>
internal sealed class EngineLogFile(string path, long limit) : IDisposable
{
    /// <summary>Days of an engine that answers, or thousands of its starts.</summary>
    public const long DefaultLimit = 4L << 20;

    // Characters. More on one line is no message.
    private const int LongestLine = 8000;

    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _gate = new();
    private FileStream? _file;

    public string FilePath => path;

    /// <summary>An engine starts; its lines follow.</summary>
    /// <param name="line">Says so.</param>
    /// <returns>Why none of it will be kept, until the next start; null on success.</returns>
    public string? Begin(string line)
    {
        lock (_gate)
        {
            try
            {
                _file ??= Open();
                Write(line);
                return null;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Close();
                return error.Message;
            }
        }
    }

    /// <summary>Keeps a line of it; from any thread.</summary>
    public void Add(string line)
    {
        lock (_gate)
        {
            if (_file is null)
            {
                return;
            }

            try
            {
                Write(line);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The disk is full, or its folder has been taken away. The next start tries again, and tells.
                Close();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Close();
        }
    }

    private void Write(string line)
    {
        // At the end, wherever that is: another gateway of this user may write here as well, or somebody has emptied the file.
        _file!.Seek(0, SeekOrigin.End);
        var bytes = Encoding.UTF8.GetBytes((line.Length > LongestLine ? line[..LongestLine] : line) + "\n");
        if (_file.Length + bytes.Length > limit)
        {
            Close();
            File.Move(path, path + ".1", overwrite: true);
            _file = Open();
        }

        // Unbuffered: the last line before a crash is the one that counts.
        _file.Write(bytes);
    }

    private FileStream Open()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return new FileStream(path, options);
        }

        Directory.CreateDirectory(folder, OwnerFile | UnixFileMode.UserExecute);
        options.UnixCreateMode = OwnerFile;
        var file = new FileStream(path, options);

        // One that was there before may have been made by somebody else.
        File.SetUnixFileMode(file.SafeFileHandle, OwnerFile);
        return file;
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}
