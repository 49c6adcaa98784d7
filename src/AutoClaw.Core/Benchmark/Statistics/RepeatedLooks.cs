namespace AutoClaw.Core.Benchmark.Statistics;

/// <summary>
/// The price of looking again and again until a verdict is clear: who stops at the first interval that excludes "no difference" finds one
/// far more often than one time in twenty where there is none. Each look gets a part of the error that is allowed in all.
/// </summary>
public static class RepeatedLooks
{
    /// <summary>
    /// The level of the interval at look number <paramref name="look"/>, so that all looks together, however many, are wrong with at most
    /// 1 - <paramref name="level"/>: it may err with (1 - level) / (look (look + 1)), and these add up to 1 - level.
    /// </summary>
    /// <param name="level">Of the whole run, such as 0.95.</param>
    /// <param name="look">1 for the first.</param>
    public static double LevelAt(double level, int look)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(look, 1);
        return 1 - ((1 - level) / ((double)look * (look + 1)));
    }
}
