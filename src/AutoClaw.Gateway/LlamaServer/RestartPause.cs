namespace AutoClaw.Gateway.LlamaServer;

/// <summary>How long to wait before a llama-server that ended by itself is started again.</summary>
/// <param name="random">What each pause is shortened by.</param>
internal sealed class RestartPause(Random random)
{
    /// <summary>A server that has been up this long was well, also if nobody asked it for anything.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    private const double LongestSeconds = 30;
    private const double JitterShare = 0.25;

    private int _failures;

    /// <summary>What went wrong before does not count any more.</summary>
    public void Reset() => _failures = 0;

    /// <summary>One life has ended.</summary>
    /// <param name="wasWell">
    /// It gave a whole answer, or was up for <see cref="Settled"/>: it can run, so the count begins anew, however often that happens.
    /// What the pause is for is one that can't: it would burn a core with loading, and its callers would wait for it each time.
    /// </param>
    /// <returns>Nothing after the first, then half a second, doubled each time, at most half a minute; up to a quarter less.</returns>
    public TimeSpan Next(bool wasWell)
    {
        _failures = wasWell ? 1 : _failures + 1;
        return _failures == 1
            ? TimeSpan.Zero
            : TimeSpan.FromSeconds(Math.Min(LongestSeconds, 0.5 * Math.Pow(2, _failures - 2)) * (1 - (JitterShare * random.NextDouble())));
    }
}
