namespace AutoClaw.Gateway.Ledger;

/// <summary>What is done on the writer's thread beside writing entries.</summary>
internal sealed partial class LedgerWriter
{
    private readonly Lock _workLock = new();
    private readonly Queue<Work> _work = new();
    private bool _takesNoWork;

    /// <summary>
    /// Runs <paramref name="piece"/> on the writer's thread until it says that nothing is left, and lets entries go first that wait.
    /// </summary>
    /// <param name="piece">Does a few milliseconds of it; true where there is more.</param>
    /// <param name="takesLong">A piece of it may take seconds, for which entries wait: the disk is not thought to have stopped.</param>
    /// <exception cref="LedgerException">It could not be done, or the ledger is closed; what was done by then is done.</exception>
    public Task RunAsync(Func<SqliteLedger, bool> piece, bool takesLong = false)
    {
        var work = new Work(piece, takesLong, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_workLock)
        {
            if (_takesNoWork)
            {
                return Task.FromException(ClosedError());
            }

            _work.Enqueue(work);
        }

        _queue.Call();
        return work.Done.Task;
    }

    private bool HasWork
    {
        get
        {
            lock (_workLock)
            {
                return _work.Count > 0;
            }
        }
    }

    private static LedgerException ClosedError() => new(LedgerException.Closed, "The ledger is closed: the gateway is stopping.");

    // At least one piece, so that it comes to its end however many entries there are.
    private void WorkOn()
    {
        while (NextWork() is { } work)
        {
            var (more, error) = Do(work);
            if (!more)
            {
                lock (_workLock)
                {
                    _work.Dequeue();
                }

                if (error is null)
                {
                    work.Done.SetResult();
                }
                else
                {
                    work.Done.SetException(error);
                }
            }

            if (!_queue.IsIdle)
            {
                return;
            }
        }
    }

    private Work? NextWork()
    {
        lock (_workLock)
        {
            return _work.TryPeek(out var work) ? work : null;
        }
    }

    private (bool More, LedgerException? Error) Do(Work work)
    {
        Volatile.Write(ref _began, work.TakesLong ? 0 : Math.Max(1, _time.GetTimestamp()));
        try
        {
            _ledger ??= OpenAgain();
            _ledger.ThrowIfGone();
            var more = work.Piece(_ledger);
            _sync?.Committed();
            return (more, null);
        }
        catch (LedgerException error) when (error.Code is LedgerException.Busy or LedgerException.Full)
        {
            // Entries may fit all the same, or find the file free.
            return (false, error);
        }
        catch (Exception cause)
        {
            return (false, Failed(cause, 0));
        }
        finally
        {
            Volatile.Write(ref _began, 0);
        }
    }

    private void EndWork()
    {
        lock (_workLock)
        {
            _takesNoWork = true;
            while (_work.TryDequeue(out var work))
            {
                work.Done.SetException(ClosedError());
            }
        }
    }

    private sealed record Work(Func<SqliteLedger, bool> Piece, bool TakesLong, TaskCompletionSource Done);
}
