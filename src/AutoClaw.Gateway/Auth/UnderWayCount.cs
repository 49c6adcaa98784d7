namespace AutoClaw.Gateway.Auth;

/// <summary>Counts what is under way against a limit. Any number of threads; no lock.</summary>
internal sealed class UnderWayCount
{
    private int _count;
    private long _refused;

    public int Value => Volatile.Read(ref _count);

    /// <summary>Those that were too many, ever.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>False where <paramref name="most"/> are under way already; else <see cref="Leave"/> must follow.</summary>
    public bool TryEnter(int most)
    {
        for (var count = Volatile.Read(ref _count); count < most; count = Volatile.Read(ref _count))
        {
            if (Interlocked.CompareExchange(ref _count, count + 1, count) == count)
            {
                return true;
            }
        }

        Interlocked.Increment(ref _refused);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);
}
