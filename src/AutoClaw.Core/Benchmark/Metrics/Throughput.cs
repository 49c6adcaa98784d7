using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Benchmark.Metrics;

/// <summary>What an engine brings in all while several calls are under way, counted between two moments at which the load had its full height.</summary>
public static class Throughput
{
    // Enough to tell how even it was, long enough that each holds pieces of several answers.
    private const int Slices = 10;

    /// <summary>
    /// Output tokens a second. An answer's tokens are taken as spread evenly from its first to its last; of an answer that is only partly
    /// inside, that part counts. The interval is from the ten tenths of the time.
    /// </summary>
    /// <param name="calls">All of one engine and load, those of the ramp too: they have tokens inside as well.</param>
    /// <param name="from">Microseconds: when the load had its full height.</param>
    /// <param name="to">When it fell.</param>
    /// <param name="level">Such as 0.95.</param>
    /// <param name="seed">Fixes the resamples.</param>
    /// <returns>Null where the time between is empty.</returns>
    public static Interval? TokensPerSecond(IReadOnlyCollection<BenchCall> calls, long from, long to, double level, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(calls);
        if (to <= from)
        {
            return null;
        }

        var slice = (to - from) / (double)Slices;
        var rates = Enumerable.Range(0, Slices)
            .Select(i => calls.Sum(call => TokensWithin(call, from + (i * slice), from + ((i + 1) * slice))) / (slice / 1e6))
            .Select(static rate => System.Collections.Immutable.ImmutableArray.Create(rate))
            .ToArray();
        return Bootstrap.OfMean(rates, level, seed);
    }

    private static double TokensWithin(BenchCall call, double from, double to)
    {
        if (call.Times is not { FirstToken: { } first, LastToken: { } last })
        {
            return 0;
        }

        if (last == first)
        {
            return first >= from && first < to ? call.Tokens.Streamed : 0;
        }

        var inside = Math.Min(to, last) - Math.Max(from, first);
        return inside <= 0 ? 0 : call.Tokens.Streamed * inside / (last - first);
    }
}
