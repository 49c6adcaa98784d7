namespace AutoClaw.Gateway.Engines;

/// <summary>Whether an engine could not be reached just now. Calls find that out for engines that nobody watches, and before a watch does.</summary>
internal sealed class LastFailure(TimeProvider time)
{
    // As often as a ready engine is watched: one call in so long finds out whether it is back.
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(5);

    // 0: none.
    private long _at;

    public bool IsRecent => Volatile.Read(ref _at) is not 0 and var at && time.GetElapsedTime(at) < Recent;

    public void Note() => Volatile.Write(ref _at, Math.Max(1, time.GetTimestamp()));

    public void Forget()
    {
        if (Volatile.Read(ref _at) != 0)
        {
            Volatile.Write(ref _at, 0);
        }
    }
}
