namespace AutoClaw.Core.Resilience;

/// <summary>
/// Bounds what retries add to the load of an engine that fails: each first call earns a fifth of a retry, so that over time there are no
/// more than 20% on top. Any number of threads; no lock.
/// </summary>
/// <remarks>The shape is that of gRPC's retry throttling (proposal A6) and Finagle's retry budgets.</remarks>
public sealed class RetryBudget
{
    // In thousandths of a retry. A start of one, so that the first failure of a quiet engine may be tried again.
    private const int Each = 1000, Earned = 200, Most = 10 * Each;

    private int _left = Each;

    /// <summary>Retries that may be made now, and the part of the next one that has been earned.</summary>
    public double Left => Volatile.Read(ref _left) / (double)Each;

    /// <summary>A call goes out that is no retry.</summary>
    public void Earn()
    {
        // Full for an engine that does well, so that nothing is written.
        for (var left = Volatile.Read(ref _left); left < Most; left = Volatile.Read(ref _left))
        {
            if (Interlocked.CompareExchange(ref _left, Math.Min(Most, left + Earned), left) == left)
            {
                return;
            }
        }
    }

    /// <summary>False where the retry must not be made.</summary>
    public bool TrySpend()
    {
        for (var left = Volatile.Read(ref _left); left >= Each; left = Volatile.Read(ref _left))
        {
            if (Interlocked.CompareExchange(ref _left, left - Each, left) == left)
            {
                return true;
            }
        }

        return false;
    }
}
