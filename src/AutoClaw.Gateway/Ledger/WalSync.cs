namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// Has the disk keep what was committed, at most every so often, on a thread of its own: a commit does not wait for the disk, and a power
/// cut takes no more than one interval. What SQLite writes in <c>synchronous = NORMAL</c> is in the log file beside the ledger by then.
/// </summary>
internal sealed class WalSync : IDisposable
{
    private readonly string _path;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly Action<string> _sync;
    private readonly AutoResetEvent _committed = new(false);
    private readonly ManualResetEvent _closing = new(false);
    private readonly Thread _thread;
    private Exception? _failure;
    private long _began;

    /// <param name="ledger">The ledger's file.</param>
    /// <param name="interval">More than zero.</param>
    /// <param name="time">The clock.</param>
    /// <param name="sync">Asks the disk; null: as the system does it.</param>
    public WalSync(string ledger, TimeSpan interval, TimeProvider time, Action<string>? sync = null)
    {
        (_path, _interval, _time, _sync) = (ledger + "-wal", interval, time, sync ?? Flush);
        _thread = new Thread(Run) { IsBackground = true, Name = "ledger-sync" };
        _thread.Start();
    }

    /// <summary>Times that the disk was asked.</summary>
    public long Count { get; private set; }

    /// <summary>Why the disk did not keep it the last time; null where it did.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>How long the disk has been taking for what it was asked last; zero where it is done.</summary>
    public TimeSpan UnderWay => Volatile.Read(ref _began) is not 0 and var began ? _time.GetElapsedTime(began) : TimeSpan.Zero;

    /// <summary>A group was committed.</summary>
    public void Committed() => _committed.Set();

    public void Dispose()
    {
        _closing.Set();
        _thread.Join();
        _committed.Dispose();
        _closing.Dispose();
    }

    private void Run()
    {
        WaitHandle[] either = [_committed, _closing];
        while (Failure is not null || WaitHandle.WaitAny(either) == 0)
        {
            var began = _time.GetTimestamp();
            Sync();
            if (_interval - _time.GetElapsedTime(began) is var rest && rest > TimeSpan.Zero && _closing.WaitOne(rest))
            {
                break;
            }
        }

        // The last ones too.
        Sync();
    }

    private static void Flush(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(file);

        // SQLite made the file and has not had its name kept: it does so with its own first sync, which may be long in coming.
        FolderSync.Flush(Path.GetDirectoryName(path)!);
    }

    private void Sync()
    {
        Volatile.Write(ref _began, Math.Max(1, _time.GetTimestamp()));
        try
        {
            _sync(_path);
            Count++;
            Volatile.Write(ref _failure, null);
        }
        catch (FileNotFoundException)
        {
            // SQLite removes it when it closes, and has had the disk keep everything in the ledger then.
            Volatile.Write(ref _failure, null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Volatile.Write(ref _failure, error);
        }
        finally
        {
            Volatile.Write(ref _began, 0);
        }
    }
}
