using System.Diagnostics;

namespace AutoClaw.Soak;

/// <summary>When the next request of all clients together is due. Any number of clients at a time.</summary>
/// <param name="perSecond">Requests a second; null: as fast as they are answered.</param>
internal sealed class Pace(double? perSecond)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _given;

    /// <summary>Most seconds that a request went out after it was due: the clients, or the gateway, did not keep up.</summary>
    public double Latest { get; private set; }

    /// <summary>False where no more are to be sent.</summary>
    public async Task<bool> NextAsync(CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
        {
            return false;
        }

        if (perSecond is not { } rate)
        {
            return true;
        }

        var due = (Interlocked.Increment(ref _given) - 1) / rate;
        var wait = due - Stopwatch.GetElapsedTime(_began).TotalSeconds;
        Latest = Math.Max(Latest, -wait);
        try
        {
            // Timers are good to a millisecond: what is due sooner goes out now.
            if (wait > 0.001)
            {
                await Task.Delay(TimeSpan.FromSeconds(wait), TimeProvider.System, stop);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
