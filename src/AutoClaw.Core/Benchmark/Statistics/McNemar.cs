namespace AutoClaw.Core.Benchmark.Statistics;

/// <summary>Whether two engines answer the same questions right equally often (McNemar, 1947), exact: no approximation for few questions.</summary>
public static class McNemar
{
    /// <summary>
    /// How likely at least so uneven a split is where both are equally good: two-sided, from the binomial distribution of the questions
    /// that only one of them got right. Those that both got right or wrong say nothing about who is better.
    /// </summary>
    /// <param name="onlyFirst">Questions that only the first got right.</param>
    /// <param name="onlySecond">Questions that only the second got right.</param>
    /// <returns>0 to 1; 1 where they never differed.</returns>
    public static double P(int onlyFirst, int onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        var n = onlyFirst + onlySecond;
        var few = Math.Min(onlyFirst, onlySecond);

        // Terms by logarithms: 2^-n of some thousand questions is no double any more.
        var log = -n * Math.Log(2);
        var sum = 0.0;
        for (var k = 0; k <= few; k++)
        {
            sum += Math.Exp(log);
            log += Math.Log((n - k) / (k + 1.0));
        }

        return Math.Min(1, 2 * sum);
    }
}
