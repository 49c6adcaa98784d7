namespace AutoClaw.Core.Benchmark.Metrics;

/// <summary>What an answer must keep to be of use. Null: not asked for.</summary>
/// <param name="TtftMs">Milliseconds from scheduled to the first token, at most.</param>
/// <param name="TpotMs">Milliseconds a token after the first, at most.</param>
/// <param name="LatencyMs">Milliseconds from scheduled to the end, at most.</param>
public sealed record Slo(double? TtftMs = null, double? TpotMs = null, double? LatencyMs = null)
{
    /// <summary>True if anything is asked for.</summary>
    public bool Asks => TtftMs is not null || TpotMs is not null || LatencyMs is not null;

    /// <summary>
    /// True if the call succeeded, kept every limit and, where its prompt has a right answer, is right. An answer whose pace is not known
    /// (one token) keeps any pace.
    /// </summary>
    public bool IsGood(BenchCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.Succeeded
            && (TtftMs is not { } ttft || call.Times.TtftFromScheduledMs <= ttft)
            && (TpotMs is not { } tpot || call.TpotMs is null || call.TpotMs <= tpot)
            && (LatencyMs is not { } latency || call.Times.LatencyFromScheduledMs <= latency)
            && call.Score is not { Correct: false };
    }
}
