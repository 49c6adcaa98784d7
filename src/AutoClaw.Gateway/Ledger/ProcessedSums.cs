using System.Collections.Immutable;

namespace AutoClaw.Gateway.Ledger;

/// <summary>Calls that are counted together.</summary>
/// <param name="Calls">To engines.</param>
/// <param name="BytesOut">That left the house, as far as they were counted.</param>
/// <param name="Uncounted">Calls of which nobody counted them.</param>
/// <param name="First">When the first one's request came, microseconds since 1970.</param>
/// <param name="Last">And the last one's.</param>
/// <param name="Outcomes">How they ended, by the ledger's number for it.</param>
internal sealed record ProcessedSums(long Calls, long BytesOut, long Uncounted, long First, long Last, ImmutableArray<long> Outcomes)
{
    /// <summary>What <see cref="Outcomes"/> are called, in order.</summary>
    public static ImmutableArray<string> OutcomeNames { get; } = ["unknown", "completed", "failed", "truncated", "cancelled", "rejected", "superseded"];

    /// <summary>No call.</summary>
    public static ProcessedSums None { get; } = new(0, 0, 0, long.MaxValue, long.MinValue, [.. new long[OutcomeNames.Length]]);

    public static ProcessedSums operator +(ProcessedSums left, ProcessedSums right) => new(
        left.Calls + right.Calls, left.BytesOut + right.BytesOut, left.Uncounted + right.Uncounted, Math.Min(left.First, right.First), Math.Max(left.Last, right.Last),
        [.. left.Outcomes.Zip(right.Outcomes, (a, b) => a + b)]);

    /// <summary>All of them together.</summary>
    public static ProcessedSums Of(IEnumerable<ProcessedCalls> calls) => calls.Aggregate(None, (sums, each) => sums + each.Sums);
}
