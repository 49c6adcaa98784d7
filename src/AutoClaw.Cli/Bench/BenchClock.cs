namespace AutoClaw.Cli.Bench;

/// <summary>One clock for a whole run, so that the times of all its calls can be compared.</summary>
internal sealed class BenchClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public TimeProvider Time { get; } = time;

    /// <summary>Microseconds since the run began.</summary>
    public long Micros => (long)Time.GetElapsedTime(_start).TotalMicroseconds;

    /// <summary>Completes at that moment, or at once if it is past.</summary>
    public async Task WaitUntilAsync(long micros, CancellationToken cancelled)
    {
        var left = TimeSpan.FromMicroseconds(micros - Micros);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, Time, cancelled);
        }
    }
}
