namespace AutoClaw.Gateway.Relay;

/// <summary>
/// Whether it is worth waiting for more before what has come of a stream goes out. A read and a write for each token is most of what relaying
/// costs. Where several streams come by the hundreds of tokens a second that time is missing to the engine, and nobody sees one token alone;
/// where they come as people and agents get them, or a stream is alone, each token goes out at once.
/// </summary>
internal sealed class StreamPace : IDisposable
{
    // So many in a row: the last events of any answer come close together, and its end must not wait.
    private const int Few = 8;

    private readonly TimeProvider _time;
    private readonly FastStreams _others;
    private long _since;
    private int _quick;
    private bool _hasCollected;

    /// <param name="time">The clock.</param>
    /// <param name="others">The fast streams of this gateway.</param>
    public StreamPace(TimeProvider time, FastStreams others)
    {
        (_time, _others) = (time, others);
        _since = time.GetTimestamp();
    }

    /// <summary>How long is waited, and how quick a stream is that waits: 500 tokens a second, more than most engines give to one stream.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMilliseconds(2);

    /// <summary>All that had come has gone out, and the next is awaited.</summary>
    public void Awaits() => (_since, _hasCollected) = (_time.GetTimestamp(), false);

    /// <summary>Something has come. True where it should wait for <see cref="Window"/>, once before it goes out.</summary>
    public bool Collects()
    {
        if (_hasCollected)
        {
            return false;
        }

        if (_time.GetElapsedTime(_since) >= Window)
        {
            Dispose();
            return false;
        }

        if (_quick < Few && ++_quick == Few)
        {
            _others.Enter();
        }

        return _hasCollected = _quick == Few && _others.AreSeveral;
    }

    /// <summary>It is fast no more.</summary>
    public void Dispose()
    {
        if (_quick == Few)
        {
            _others.Leave();
        }

        _quick = 0;
    }
}
