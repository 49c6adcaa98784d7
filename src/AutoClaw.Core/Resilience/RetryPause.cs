namespace AutoClaw.Core.Resilience;

/// <summary>How long to wait before a call is made again: anything up to a bound that doubles ("full jitter"), so that clients that failed together do not come back together.</summary>
/// <remarks>After Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015).</remarks>
public static class RetryPause
{
    /// <summary>The bound before the first retry.</summary>
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);

    /// <summary>The largest bound, and the longest wish of an engine that is worth waiting for with a client on the line.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <param name="retry">1 for the first.</param>
    /// <param name="wish">What the engine asked for in <c>Retry-After</c>; null where it did not.</param>
    /// <param name="random">From 0 up to 1.</param>
    /// <returns>Null where it is not worth the wait.</returns>
    public static TimeSpan? Of(int retry, TimeSpan? wish, double random)
    {
        if (wish > Longest)
        {
            return null;
        }

        var bound = First * Math.Pow(2, retry - 1) is var doubled && doubled < Longest ? doubled : Longest;
        return (wish ?? TimeSpan.Zero) + (bound * random);
    }
}
