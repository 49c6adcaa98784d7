namespace AutoClaw.Gateway.LlamaServer;

/// <summary>Who is being answered by a server, so that one in use is never stopped, and how long nobody has been.</summary>
internal sealed class ServerUse
{
    private int _count;
    private long _last;

    public bool IsUsed => Volatile.Read(ref _count) > 0;

    /// <summary>When it was last used, as a timestamp of the clock that <see cref="Leave"/> was told.</summary>
    public long Last => Volatile.Read(ref _last);

    // A full fence: whoever enters reads the phase afterwards, whoever puts it to sleep writes the phase first and then reads the count.
    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave(TimeProvider time)
    {
        Touch(time);
        Interlocked.Decrement(ref _count);
    }

    public void Touch(TimeProvider time) => Volatile.Write(ref _last, time.GetTimestamp());
}
