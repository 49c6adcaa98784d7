using System.Collections.Concurrent;

namespace AutoClaw.Gateway.Ledger;

/// <summary>Keeps finished operations for the next callers; as many as ever waited at one time, up to a bound.</summary>
internal sealed class LedgerOperationPool
{
    private const int Most = 4096;

    private readonly ConcurrentQueue<LedgerOperation> _free = new();
    private readonly List<LedgerOperation> _all = [];
    private int _count;

    public LedgerOperation Rent()
    {
        if (_free.TryDequeue(out var operation))
        {
            Interlocked.Decrement(ref _count);
            return operation;
        }

        operation = new LedgerOperation(this);
        lock (_all)
        {
            _all.Add(operation);
        }

        return operation;
    }

    public void Return(LedgerOperation operation)
    {
        if (Interlocked.Increment(ref _count) <= Most)
        {
            _free.Enqueue(operation);
        }
        else
        {
            Interlocked.Decrement(ref _count);
            lock (_all)
            {
                _all.Remove(operation);
            }
        }
    }

    /// <summary>Lets every caller go that waits: the writer does not come back from the disk.</summary>
    /// <param name="error">What they are told; null: that all is well.</param>
    /// <returns>How many there were.</returns>
    public int AbandonAll(LedgerException? error)
    {
        LedgerOperation[] all;
        lock (_all)
        {
            all = [.. _all];
        }

        // Not under the lock: each runs its caller's continuation.
        var gone = all.Where(operation => operation.TryAbandon(error)).ToHashSet();
        lock (_all)
        {
            _all.RemoveAll(gone.Contains);
        }

        return gone.Count;
    }
}
