namespace AutoClaw.Gateway.Ledger;

/// <summary>The thread that writes.</summary>
internal sealed partial class LedgerWriter
{
    // Half a millisecond of work each, which is what an entry may wait for one: LedgerProbe.
    private const int RollUpPiece = 256;

    // So many entries that are in no sum are too many though there is always something else to do: then a piece is done after each group.
    private const int RollUpAtLast = 20_000;

    private void Run()
    {
        RollUp();
        while (true)
        {
            // Counted first: what is kept by then had its reservation in the queue that is taken next, or before.
            var kept = _spill.Count;
            var waiting = _queue.TakeAll(HasWork ? TimeSpan.Zero : kept > 0 || _state.IsFailing ? _options.RetryEvery : Timeout.InfiniteTimeSpan);
            if (waiting is null && _queue.IsClosing)
            {
                break;
            }

            WriteAll(waiting);
            if (waiting is null || !_state.IsFailing)
            {
                WriteKept(kept);
            }

            RollUp();
            WorkOn();
        }

        EndWork();
        WriteAll(_queue.Close());
        WriteKept(_spill.Count);
        _state.Lost(_spill.Count);
        SaveAims();
        _sync?.Dispose();
        _ledger?.Dispose();
        _lock?.Dispose();
        _stopped.SetResult();
    }

    private void WriteAll(LedgerOperation? waiting)
    {
        while (waiting is not null)
        {
            var count = 0;
            for (; waiting is not null && count < _group.Length; waiting = waiting.Next)
            {
                if (!waiting.IsAbandoned || waiting.Settles || waiting.Label is not null)
                {
                    _group[count++] = waiting;
                }
                else
                {
                    Interlocked.Decrement(ref _depth);
                }
            }

            Write(_group.AsSpan(0, count));
        }
    }

    private void Write(Span<LedgerOperation> group)
    {
        if (group.IsEmpty)
        {
            return;
        }

        if (TryCommit(group) is { } error)
        {
            foreach (var operation in group)
            {
                operation.Error = _options.Serves ? null : error;
                if (operation.Settles || operation.Label is not null)
                {
                    Keep(operation.Attempt, operation.Label);
                }
            }
        }
        else
        {
            foreach (var operation in group)
            {
                Count(operation);
            }
        }

        Interlocked.Add(ref _depth, -group.Length);
        LedgerCompletion.Queue(group);
        if (_time.GetElapsedTime(_aimsSaved) >= _options.SaveAimsEvery)
        {
            SaveAims();
        }
    }

    /// <summary>Writes what waits in memory, oldest first, as far as that works; where nothing does, finds out whether something could be written.</summary>
    private void WriteKept(int count)
    {
        if (count == 0 && _state.IsFailing)
        {
            Act(ledger => ledger.Probe());
        }

        for (var most = _group.Length; count > 0;)
        {
            var filled = 0;
            _spill.Peek(Math.Min(count, most), (attempt, label) =>
            {
                _group[filled] = new LedgerOperation(_pool);
                _group[filled++].Set(attempt, settles: attempt is not null, label);
            });
            var group = _group.AsSpan(0, filled);
            var error = TryCommit(group);
            if (error is { InnerException: not (null or LedgerException) } && filled > 1)
            {
                // One of them is the reason, and it must not keep the others.
                most = 1;
                continue;
            }

            if (error is { InnerException: null or LedgerException })
            {
                return;
            }

            foreach (var operation in group)
            {
                operation.Error ??= error;

                // Where a commit was reported as failed and was none, it is there already.
                if (operation.Error is { Code: not LedgerException.Duplicate })
                {
                    _state.Lost(1);
                }

                Count(operation);
            }

            _spill.Remove(filled);
            count -= filled;
        }
    }

    /// <returns>Null where all of it was written, but for what has an error of its own.</returns>
    private LedgerException? TryCommit(Span<LedgerOperation> group)
    {
        LedgerException? error = null;
        if (_sync?.Failure is { } unkept)
        {
            // Tried again on its own thread; until it works, nothing more is promised.
            error = new LedgerException(LedgerException.Unavailable, $"The disk does not keep the ledger: {unkept.Message}");
        }
        else if (_sync?.UnderWay >= _options.StallAfter)
        {
            error = StallError();
        }

        if (error is not null)
        {
            _state.Failed(error.Code, error.Message, group.Length);
            return error;
        }

        Volatile.Write(ref _began, Math.Max(1, _time.GetTimestamp()));
        try
        {
            _ledger ??= OpenAgain();
            _ledger.ThrowIfGone();
            _groupCommit.Commit(_ledger, group);
            _groups++;
            _sync?.Committed();
            _state.Worked();
            return null;
        }
        catch (Exception cause)
        {
            // Whatever it was, these callers must hear of it and the thread must live: it serves all the others.
            return Failed(cause, group.Length);
        }
        finally
        {
            Volatile.Write(ref _began, 0);
        }
    }

    private SqliteLedger OpenAgain()
    {
        // Its folder may have been another one in between: then so was the lock.
        if (_lock is null || !File.Exists(_lock.Path))
        {
            _lock?.Dispose();
            _lock = null;
            _lock = LedgerLock.Take(_path);
        }

        return OpenFile(_path, _options);
    }

    private LedgerException Failed(Exception cause, int entries)
    {
        var error = new LedgerException((cause as LedgerException)?.Code ?? LedgerException.Unavailable, cause.Message, cause);
        _state.Failed(error.Code, error.Message, entries);

        // A lock or a full disk passes by itself; anything else may be the connection's.
        if (error.Code is not (LedgerException.Busy or LedgerException.Full))
        {
            _ledger?.Dispose();
            _ledger = null;
        }

        return error;
    }

    // Nobody waits for it: a failure is counted, and the next time it is tried anew.
    private void Act(Action<SqliteLedger> action)
    {
        Volatile.Write(ref _began, Math.Max(1, _time.GetTimestamp()));
        try
        {
            _ledger ??= OpenAgain();
            _ledger.ThrowIfGone();
            action(_ledger);
            _state.Worked();
        }
        catch (Exception cause)
        {
            Failed(cause, 1);
        }
        finally
        {
            Volatile.Write(ref _began, 0);
        }
    }

    // What is lost of it can be learnt again.
    private void SaveAims()
    {
        _aimsSaved = _time.GetTimestamp();
        if (Volatile.Read(ref _aims) is { } aims && !_state.IsFailing)
        {
            Act(ledger =>
            {
                foreach (var row in aims())
                {
                    ledger.SaveAim(row, _time.GetUtcNow());
                }
            });
        }
    }

    // What is not in the sums yet is read entry by entry.
    private void RollUp()
    {
        if (!_state.IsFailing && _groupCommit.LastId - (_ledger?.RolledThrough ?? 0) >= (_queue.IsIdle ? _options.RollUpEvery : RollUpAtLast))
        {
            var more = true;
            while (more && !_state.IsFailing)
            {
                more = false;
                Act(ledger => more = ledger.RollUp(RollUpPiece) == RollUpPiece && _queue.IsIdle);
            }
        }
    }

    private void Count(LedgerOperation operation)
    {
        if (operation.Error is { } error)
        {
            _state.Failed(error.Code, error.Message, 1, isTheLedgers: false);
        }
        else if (operation.Label is not null)
        {
            _labels++;
        }
        else if (operation.Settles)
        {
            _settled++;
        }
        else
        {
            _reserved++;
        }
    }
}
