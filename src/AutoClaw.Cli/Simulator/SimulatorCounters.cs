namespace AutoClaw.Cli.Simulator;

/// <summary>The live figures behind <see cref="SimulatorStats"/>. Thread-safe.</summary>
internal sealed class SimulatorCounters
{
    private long _requests;
    private long _answered;
    private long _rejected;
    private long _failed;
    private long _cancelled;
    private long _inFlight;
    private long _promptTokens;
    private long _completionTokens;
    private long _partialTokens;
    private long _images;

    /// <summary>Counts a request and gives its number, from 1.</summary>
    public long Begin()
    {
        Interlocked.Increment(ref _inFlight);
        return Interlocked.Increment(ref _requests);
    }

    public void Answer(long promptTokens, long completionTokens, int images)
    {
        Interlocked.Add(ref _promptTokens, promptTokens);
        Interlocked.Add(ref _completionTokens, completionTokens);
        if (images > 0)
        {
            Interlocked.Add(ref _images, images);
        }

        End(ref _answered);
    }

    public void Reject() => End(ref _rejected);

    public void Fail(int partialTokens)
    {
        Interlocked.Add(ref _partialTokens, partialTokens);
        End(ref _failed);
    }

    public void Cancel(int partialTokens)
    {
        Interlocked.Add(ref _partialTokens, partialTokens);
        End(ref _cancelled);
    }

    public SimulatorStats Read() => new(
        Interlocked.Read(ref _requests),
        Interlocked.Read(ref _answered),
        Interlocked.Read(ref _rejected),
        Interlocked.Read(ref _failed),
        Interlocked.Read(ref _cancelled),
        Interlocked.Read(ref _inFlight),
        Interlocked.Read(ref _promptTokens),
        Interlocked.Read(ref _completionTokens),
        Interlocked.Read(ref _partialTokens),
        Interlocked.Read(ref _images));

    private void End(ref long counter)
    {
        Interlocked.Increment(ref counter);
        Interlocked.Decrement(ref _inFlight);
    }
}
