namespace AutoClaw.Gateway.Relay;

/// <summary>
/// Ends a wait for an engine: when its time is up, when the client's is, or at once when the client has gone or the gateway stops. One per
/// request, renewed for each engine.
/// </summary>
internal sealed class EngineDeadline : IDisposable
{
    private readonly TimeProvider _time;
    private readonly CancellationToken _clientLeft;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationTokenRegistration _stopRegistration;
    private readonly long _began;
    private volatile CancellationTokenSource _cancel = new();
    private long _armedAt;

    // The time that was set last is the client's. A timer may fire a little early, and must not be taken for the engine's then.
    private bool _isClients;

    /// <summary>Of a call that only somebody's leaving ends.</summary>
    public EngineDeadline(TimeProvider time, CancellationToken clientLeft)
        : this(time, default, clientLeft, default)
    {
    }

    /// <param name="time">The clock.</param>
    /// <param name="client">How long the client waits, and since when.</param>
    /// <param name="clientLeft">The client has gone.</param>
    /// <param name="stopping">The gateway stops, and answers under way have had their time.</param>
    public EngineDeadline(TimeProvider time, (ClientDeadline Limits, long Began) client, CancellationToken clientLeft, CancellationToken stopping)
    {
        _time = time;
        _clientLeft = clientLeft;
        _stopping = stopping;
        Client = client.Limits;
        _began = client.Began;
        _stopRegistration = stopping.UnsafeRegister(static state => ((EngineDeadline)state!)._cancel.Cancel(), this);
        _registration = clientLeft.UnsafeRegister(static state => ((EngineDeadline)state!)._cancel.Cancel(), this);
    }

    public CancellationToken Token => _cancel.Token;

    /// <summary>The limit last set.</summary>
    public TimeSpan Limit { get; private set; }

    /// <summary>How long the client waits.</summary>
    public ClientDeadline Client { get; }

    /// <summary>The answer has begun: the client sees that something comes.</summary>
    public bool HasContent { get; set; }

    /// <summary>The time of the client is up.</summary>
    public bool IsOverdue => (_isClients && _cancel.IsCancellationRequested && !ClientLeft) || (Remaining is { } left && left <= TimeSpan.Zero);

    /// <summary>Answers under way are to end now.</summary>
    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>What is left of the client's time; null where it has no end.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            var limit = HasContent || Client.FirstContent is not { } first ? Client.Whole : Client.Whole < first ? Client.Whole : first;
            return limit is { } whole ? whole - _time.GetElapsedTime(_began) : null;
        }
    }

    public bool ClientLeft => _clientLeft.IsCancellationRequested;

    /// <summary>A time limit that fired is spent: the next engine needs one of its own.</summary>
    public void Renew()
    {
        if (_cancel.IsCancellationRequested)
        {
            // Not disposed: the client's leaving may be using it.
            _cancel = new CancellationTokenSource();
            Limit = default;
            if (ClientLeft || IsStopping)
            {
                _cancel.Cancel();
            }
        }
    }

    /// <summary>Counts <paramref name="limit"/> from now, to within an eighth: setting a timer for every token costs more than it is worth.</summary>
    public void Arm(TimeSpan limit)
    {
        if (Remaining is { } left && (limit == Timeout.InfiniteTimeSpan || left < limit))
        {
            // The client's: exact, and there is no other time to tell of.
            _isClients = true;
            Limit = limit;
            _armedAt = 0;
            _cancel.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            return;
        }

        var now = _time.GetTimestamp();
        if (limit == Limit && _time.GetElapsedTime(_armedAt, now) < limit / 8)
        {
            return;
        }

        _isClients = false;
        Limit = limit;
        _armedAt = now;
        _cancel.CancelAfter(limit);
    }

    /// <summary>Stops counting: the wait is somebody else's.</summary>
    public void Disarm()
    {
        // Nothing counts yet for most requests, and a timer that never fires is one too many.
        if (Limit != default || Remaining is not null)
        {
            Arm(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Ends the wait now.</summary>
    public Task CancelAsync() => _cancel.CancelAsync();

    public void Dispose()
    {
        _registration.Dispose();
        _stopRegistration.Dispose();
        _cancel.Dispose();
    }
}
