using AutoClaw.Gateway.Engines.Queue;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Engines;

/// <summary>
/// The one place where a call waits before it is sent to its engine. Every call enters before it is reserved and leaves exactly once,
/// however it ended. Where nobody waits, both are one compare-and-swap.
/// </summary>
internal sealed class EngineGate(string engine, QueueOptions? queue, TimeProvider time)
{
    // Half of what the mean knows is from the last five calls: a change of load shows soon, one odd call does not.
    private const double MeanWeight = 1 / 8.0;

    private const long OneWaiting = 1L << 32;

    private readonly int _slots = queue is null ? int.MaxValue : queue.Slots ?? 1;
    private readonly Lock _lock = new();
    private readonly PriorityQueue _queue = new();

    // Calls under way below, calls waiting above. The upper half changes under the lock only, together with the queue: while it is 0
    // nobody can be overlooked, so no lock is needed.
    private long _state;
    private double _meanMicros;
    private long _completed;

    public int UnderWay => (int)Volatile.Read(ref _state);

    public int Waiting => (int)(Volatile.Read(ref _state) >> 32);

    /// <summary>Calls that the engine gets at the same time; null: any number.</summary>
    public int? Slots => queue is null ? null : _slots;

    /// <summary>How long a completed call took lately, on the average; null until one has.</summary>
    public TimeSpan? MeanTime => Volatile.Read(ref _meanMicros) is > 0 and var micros ? TimeSpan.FromMicroseconds(micros) : null;

    public long Now => time.GetTimestamp();

    /// <summary>Calls that ended with a whole answer, ever.</summary>
    public long Completed => Volatile.Read(ref _completed);

    /// <summary>How long a call of <paramref name="caller"/> would wait if it came now; null where nothing is known to tell by.</summary>
    public TimeSpan? PredictedWait(Caller caller)
    {
        var state = Volatile.Read(ref _state);
        if (state < OneWaiting && (int)state < _slots)
        {
            return TimeSpan.Zero;
        }

        lock (_lock)
        {
            return Predict(caller);
        }
    }

    /// <summary>Why a call may not wait for the engine's process in front of the gate: no more wait there than the gate itself would hold.</summary>
    /// <param name="others">That wait there already.</param>
    public EngineFailure? RefuseToWait(int others) =>
        queue is not null && others >= (long)_slots + queue.Length ? EngineFailure.GateFull(engine, others, null) : null;

    /// <param name="caller">Whose call it is.</param>
    /// <param name="left">Ends the wait: the client has gone.</param>
    public ValueTask<GateEntry> EnterAsync(Caller caller, CancellationToken left) =>
        TryTake() ? new ValueTask<GateEntry>(In()) : WaitAsync(caller, left);

    /// <summary>Enters where nobody waits and a slot is free; false: not, and nothing has changed.</summary>
    public bool TryEnter(out GateEntry entry)
    {
        var isIn = TryTake();
        entry = isIn ? In() : default;
        return isIn;
    }

    public void Leave(long since, bool completed)
    {
        if (completed)
        {
            Interlocked.Increment(ref _completed);

            // A sample that is lost to another thread's is no loss.
            var took = time.GetElapsedTime(since).TotalMicroseconds;
            var mean = Volatile.Read(ref _meanMicros);
            Volatile.Write(ref _meanMicros, Math.Max(1, mean > 0 ? mean + ((took - mean) * MeanWeight) : took));
        }

        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (state < OneWaiting)
            {
                if (Interlocked.CompareExchange(ref _state, state - 1, state) == state)
                {
                    return;
                }
            }
            else if (TakeWaiting() is { } next)
            {
                // It has our slot: the number under way stays.
                next.End(QueueEnd.Admitted);
                return;
            }
        }
    }

    private GateEntry In() => new(this, time.GetTimestamp(), null);

    private bool TryTake()
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (state >= OneWaiting || (int)state >= _slots)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _state, state + 1, state) == state)
            {
                return true;
            }
        }
    }

    private async ValueTask<GateEntry> WaitAsync(Caller caller, CancellationToken left)
    {
        QueuedCall call;
        lock (_lock)
        {
            if (Refuse(caller) is { } refusal)
            {
                return TryTake() ? In() : new GateEntry(null, 0, refusal);
            }

            while (true)
            {
                if (TryTake())
                {
                    return In();
                }

                // Fails if a slot has become free in between: nobody may begin to wait for a slot that nobody will hand over.
                var state = Volatile.Read(ref _state);
                if ((state >= OneWaiting || (int)state >= _slots) && Interlocked.CompareExchange(ref _state, state + OneWaiting, state) == state)
                {
                    break;
                }
            }

            call = _queue.Add(caller);
        }

        using var leaving = left.UnsafeRegister(_ => Drop(call, QueueEnd.Left), null);
        using var limit = time.CreateTimer(_ => Drop(call, QueueEnd.TimedOut), null, queue!.MaxWait, Timeout.InfiniteTimeSpan);
        return await call.Ended.ConfigureAwait(false) switch
        {
            QueueEnd.Admitted => In(),
            QueueEnd.TimedOut => new GateEntry(null, 0, EngineFailure.WaitedTooLong(engine, queue.MaxWait, PredictedWait(caller))),
            QueueEnd.Shed => new GateEntry(null, 0, EngineFailure.GateFull(engine, queue.Length, PredictedWait(caller))),
            _ => default,
        };
    }

    private EngineFailure? Refuse(Caller caller)
    {
        var wait = Predict(caller);
        return _queue.Count >= queue!.Length && !Shed(caller) ? EngineFailure.GateFull(engine, _queue.Count, wait)
            : wait > queue.MaxWait ? EngineFailure.WaitTooLong(engine, wait.Value, queue.MaxWait)
            : null;
    }

    private bool Shed(Caller caller)
    {
        if (!_queue.TryShed(caller.Priority, out var call))
        {
            return false;
        }

        Interlocked.Add(ref _state, -OneWaiting);
        call.End(QueueEnd.Shed);
        return true;
    }

    // Every slot is given back once in the mean time, and the call gets the one after those ahead of it.
    private TimeSpan? Predict(Caller caller) => MeanTime * ((_queue.Ahead(caller) + 1) / (double)_slots);

    private QueuedCall? TakeWaiting()
    {
        lock (_lock)
        {
            if (!_queue.TryTake(out var call))
            {
                return null;
            }

            Interlocked.Add(ref _state, -OneWaiting);
            return call;
        }
    }

    private void Drop(QueuedCall call, QueueEnd end)
    {
        lock (_lock)
        {
            if (!_queue.Remove(call))
            {
                return;
            }

            Interlocked.Add(ref _state, -OneWaiting);
        }

        call.End(end);
    }
}
