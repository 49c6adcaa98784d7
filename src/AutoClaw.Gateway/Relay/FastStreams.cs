namespace AutoClaw.Gateway.Relay;

/// <summary>How many streams come faster than anybody reads.</summary>
internal sealed class FastStreams
{
    private int _count;

    public bool AreSeveral => Volatile.Read(ref _count) > 1;

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave() => Interlocked.Decrement(ref _count);
}
