namespace AutoClaw.Gateway.Relay;

/// <summary>
/// Ends a wait for an engine: when its time is up, or at once when the client has gone. One per request, renewed for each engine.
/// </summary>
internal sealed class EngineDeadline : IDisposable
{
    private readonly TimeProvider _time;
    private readonly CancellationToken _clientLeft;
    private readonly CancellationTokenRegistration _registration;
    private volatile CancellationTokenSource _cancel = new();
    private long _armedAt;

    public EngineDeadline(TimeProvider time, CancellationToken clientLeft)
    {
        _time = time;
        _clientLeft = clientLeft;
        _registration = clientLeft.UnsafeRegister(static state => ((EngineDeadline)state!)._cancel.Cancel(), this);
    }

    public CancellationToken Token => _cancel.Token;

    /// <summary>The limit last set.</summary>
    public TimeSpan Limit { get; private set; }

    public bool ClientLeft => _clientLeft.IsCancellationRequested;

    /// <summary>A time limit that fired is spent: the next engine needs one of its own.</summary>
    public void Renew()
    {
        if (_cancel.IsCancellationRequested)
        {
            // Not disposed: the client's leaving may be using it.
            _cancel = new CancellationTokenSource();
            Limit = default;
            if (ClientLeft)
            {
                _cancel.Cancel();
            }
        }
    }

    /// <summary>Counts <paramref name="limit"/> from now, to within an eighth: setting a timer for every token costs more than it is worth.</summary>
    public void Arm(TimeSpan limit)
    {
        var now = _time.GetTimestamp();
        if (limit == Limit && _time.GetElapsedTime(_armedAt, now) < limit / 8)
        {
            return;
        }

        Limit = limit;
        _armedAt = now;
        _cancel.CancelAfter(limit);
    }

    /// <summary>Stops counting: the wait is somebody else's.</summary>
    public void Disarm() => Arm(Timeout.InfiniteTimeSpan);

    /// <summary>Ends the wait now.</summary>
    public Task CancelAsync() => _cancel.CancelAsync();

    public void Dispose()
    {
        _registration.Dispose();
        _cancel.Dispose();
    }
}
