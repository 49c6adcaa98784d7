namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// Many callers, one writer. Callers push with one compare-and-swap, the writer takes everything at once, in the order it came.
/// Its length is bounded by its callers: each waits for its own entry, so a slow disk slows requests instead of filling memory.
/// </summary>
internal sealed class LedgerQueue : IDisposable
{
    private static readonly LedgerOperation Closed = new(new LedgerOperationPool());

    private readonly ManualResetEventSlim _wake = new(initialState: false, spinCount: 0);
    private LedgerOperation? _newest;
    private int _asleep;
    private int _closing;
    private int _called;

    /// <summary>Nothing waits, and nobody asked to close.</summary>
    public bool IsIdle => Volatile.Read(ref _newest) is null && !IsClosing;

    /// <returns>False once the queue is closed.</returns>
    public bool TryPush(LedgerOperation operation)
    {
        var newest = Volatile.Read(ref _newest);
        while (newest != Closed)
        {
            operation.Next = newest;
            var seen = Interlocked.CompareExchange(ref _newest, operation, newest);
            if (seen == newest)
            {
                Wake();
                return true;
            }

            newest = seen;
        }

        return false;
    }

    /// <summary><see cref="AskToClose"/> was called.</summary>
    public bool IsClosing => Volatile.Read(ref _closing) == 1;

    /// <summary>Waits until there is something and takes it all, oldest first. Only the writer calls it.</summary>
    /// <param name="atMost">How long; infinite: until there is something.</param>
    /// <returns>Null where nothing waits: the time is over, or it was woken for another reason.</returns>
    public LedgerOperation? TakeAll(TimeSpan atMost)
    {
        if (Volatile.Read(ref _newest) is null && !IsClosing)
        {
            // Announce sleep, then look again: a push between the two sees the flag and wakes us.
            _wake.Reset();
            Interlocked.Exchange(ref _asleep, 1);
            if (Volatile.Read(ref _newest) is null && !IsClosing && Interlocked.Exchange(ref _called, 0) == 0)
            {
                _wake.Wait(atMost);
            }

            Volatile.Write(ref _asleep, 0);
        }

        return Reverse(Interlocked.Exchange(ref _newest, null));
    }

    /// <summary>Lets the writer come out of <see cref="TakeAll"/> though nothing waits.</summary>
    public void Call()
    {
        Interlocked.Exchange(ref _called, 1);
        Wake();
    }

    /// <summary>Lets the writer come out of <see cref="TakeAll"/> once nothing waits.</summary>
    public void AskToClose()
    {
        Interlocked.Exchange(ref _closing, 1);
        Wake();
    }

    /// <summary>Refuses further pushes. Only the writer calls it.</summary>
    /// <returns>What was still waiting, oldest first.</returns>
    public LedgerOperation? Close() => Reverse(Interlocked.Exchange(ref _newest, Closed));

    public void Dispose() => _wake.Dispose();

    private void Wake()
    {
        if (Volatile.Read(ref _asleep) == 1 && Interlocked.Exchange(ref _asleep, 0) == 1)
        {
            _wake.Set();
        }
    }

    private static LedgerOperation? Reverse(LedgerOperation? newest)
    {
        LedgerOperation? oldest = null;
        while (newest is not null)
        {
            var next = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = next;
        }

        return oldest;
    }
}
