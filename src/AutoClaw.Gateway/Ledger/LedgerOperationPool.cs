using System.Collections.Concurrent;

namespace AutoClaw.Gateway.Ledger;

/// <summary>Keeps finished operations for the next callers; as many as ever waited at one time, up to a bound.</summary>
internal sealed class LedgerOperationPool
{
    private const int Most = 4096;

    private readonly ConcurrentQueue<LedgerOperation> _free = new();
    private int _count;

    public LedgerOperation Rent()
    {
        if (_free.TryDequeue(out var operation))
        {
            Interlocked.Decrement(ref _count);
            return operation;
        }

        return new LedgerOperation(this);
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
        }
    }
}
