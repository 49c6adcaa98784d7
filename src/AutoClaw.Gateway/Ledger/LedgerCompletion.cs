namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// Wakes the callers of a committed group on the thread pool, some at a time: waking each by its own work item costs more than the
/// insert, and on the writer's own thread their work would hold up the next commit.
/// </summary>
internal sealed class LedgerCompletion : IThreadPoolWorkItem
{
    // Enough to spread over cores, few enough that the last does not wait long for the others' continuations.
    private const int PerItem = 16;

    private LedgerOperation? _first;

    public static void Queue(ReadOnlySpan<LedgerOperation> group)
    {
        for (var start = 0; start < group.Length; start += PerItem)
        {
            var part = group.Slice(start, Math.Min(PerItem, group.Length - start));
            for (var i = 0; i < part.Length; i++)
            {
                part[i].Next = i + 1 < part.Length ? part[i + 1] : null;
            }

            ThreadPool.UnsafeQueueUserWorkItem(new LedgerCompletion { _first = part[0] }, preferLocal: false);
        }
    }

    public void Execute()
    {
        var operation = _first;
        while (operation is not null)
        {
            // Completing may hand the operation to its next user at once.
            var next = operation.Next;
            operation.Complete();
            operation = next;
        }
    }
}
