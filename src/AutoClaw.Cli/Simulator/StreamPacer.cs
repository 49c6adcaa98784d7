using System.Threading.Tasks.Sources;

namespace AutoClaw.Cli.Simulator;

/// <summary>
/// Waits for points in time counted from one start, with one timer. Late wake-ups do not add up: the next wait is shorter.
/// One wait at a time.
/// </summary>
internal sealed class StreamPacer : IValueTaskSource<bool>, IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationToken _cancelled;
    private ManualResetValueTaskSourceCore<bool> _wait;
    private int _waiting;

    public StreamPacer(TimeProvider time, CancellationToken cancelled)
    {
        _time = time;
        _cancelled = cancelled;
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(static state => ((StreamPacer)state!).Wake(true), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _registration = cancelled.UnsafeRegister(static state => ((StreamPacer)state!).Wake(false), this);
    }

    public TimeSpan Elapsed => _time.GetElapsedTime(_start);

    /// <summary>True at <paramref name="due"/> after the start, false as soon as the client has left.</summary>
    public ValueTask<bool> WaitUntilAsync(TimeSpan due)
    {
        if (_cancelled.IsCancellationRequested)
        {
            return new ValueTask<bool>(false);
        }

        var left = due == Timeout.InfiniteTimeSpan ? due : due - Elapsed;
        if (left <= TimeSpan.Zero && left != Timeout.InfiniteTimeSpan)
        {
            return new ValueTask<bool>(true);
        }

        _wait.Reset();
        var version = _wait.Version;
        Volatile.Write(ref _waiting, 1);

        // Timers count whole milliseconds and wake in the one after: rounded up as well, each wait would be a millisecond too long on average.
        _timer.Change(left == Timeout.InfiniteTimeSpan ? left : TimeSpan.FromMilliseconds(Math.Round(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);

        // The client may have left between the first look and the flag.
        if (_cancelled.IsCancellationRequested)
        {
            Wake(false);
        }

        return new ValueTask<bool>(this, version);
    }

    /// <summary>Until the client leaves.</summary>
    public async ValueTask HangAsync()
    {
        while (await WaitUntilAsync(Timeout.InfiniteTimeSpan))
        {
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _timer.Dispose();
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    // The timer and the client's leaving may come together: only the first one wakes.
    private void Wake(bool inTime)
    {
        if (Interlocked.Exchange(ref _waiting, 0) == 1)
        {
            _wait.SetResult(inTime);
        }
    }
}
