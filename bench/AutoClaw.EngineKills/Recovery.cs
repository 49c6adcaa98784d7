using System.Diagnostics;

namespace AutoClaw.EngineKills;

/// <summary>Waits for the first good answer of the engine to a request that was sent after its last kill.</summary>
internal sealed class Recovery
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<TimeSpan> _recovered = new();
    private long _killed = long.MaxValue;

    /// <summary>It was killed now.</summary>
    /// <returns>How long it was until the next good answer had come.</returns>
    public Task<TimeSpan> After(long killed)
    {
        lock (_gate)
        {
            _killed = killed;
            _recovered = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _recovered.Task;
        }
    }

    /// <summary>One request has ended.</summary>
    public void Take(Asked asked)
    {
        lock (_gate)
        {
            if (asked.Ending == Ending.Local && asked.Started > _killed)
            {
                _recovered.TrySetResult(Stopwatch.GetElapsedTime(_killed, asked.Ended));
            }
        }
    }
}
