using AutoClaw.Core.Model;

namespace AutoClaw.Core.Pricing;

/// <summary>Prices times tokens, exact: whole picodollars, no rounding, no floating point.</summary>
public static class CostCalculator
{
    /// <summary>
    /// The uncached part of the prompt at the input price, or where it was written to the cache at the price of that, the cached part at the
    /// cached price, the completion (reasoning included) at
    /// the output price, all of the tier that the whole prompt's length chooses.
    /// </summary>
    /// <returns>
    /// Null where there is no price, or where an engine reported counts that no bill could hold (negative, or millions of dollars):
    /// unknown, rather than a number that is wrong.
    /// </returns>
    public static Money? Cost(PriceRow? row, in Usage usage)
    {
        if (row is null || usage.Input < 0 || usage.Cached < 0 || usage.Output < 0 || usage.CacheWritten < 0 || usage.CacheWrittenForHour < 0)
        {
            return null;
        }

        var tier = row.TierFor(usage.Input);

        // They are subsets; an engine that reports them on top must not make the rest negative.
        var cached = Math.Min(usage.Cached, usage.Input);
        var written = Math.Min(usage.CacheWritten, usage.Input - cached);
        var forHour = Math.Min(usage.CacheWrittenForHour, written);
        var sum = ((Int128)(usage.Input - cached - written) * tier.Input) + ((Int128)cached * tier.CachedInput)
            + ((Int128)(written - forHour) * tier.CacheWrite) + ((Int128)forHour * tier.CacheWriteForHour) + ((Int128)usage.Output * tier.Output);
        return sum <= long.MaxValue ? new Money((long)sum) : null;
    }
}
