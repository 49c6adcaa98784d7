namespace AutoClaw.Core.Benchmark.Metrics;

/// <summary>
/// When what happened to one call: microseconds after the run's beginning, of one clock that never goes back. Null: it never happened.
/// </summary>
/// <param name="Scheduled">When it was due to be sent: in an open loop as the rate says, else when its turn had come.</param>
/// <param name="Sent">When it was sent. Later than <paramref name="Scheduled"/> where all connections that are allowed were in use.</param>
public readonly record struct CallTimes(long Scheduled, long Sent)
{
    /// <summary>The answer's head.</summary>
    public long? FirstByte { get; init; }

    /// <summary>The first piece of text that the engine marks as thought.</summary>
    public long? FirstReasoning { get; init; }

    /// <summary>The first piece of text that is the answer; not an empty one, and not a role.</summary>
    public long? FirstContent { get; init; }

    /// <summary>The last piece of text of either kind.</summary>
    public long? LastToken { get; init; }

    /// <summary>The end of the answer, or of what there was of it.</summary>
    public long? Done { get; init; }

    /// <summary>The first non-empty token of any kind.</summary>
    public long? FirstToken => (FirstReasoning, FirstContent) is ({ } thought, { } answer) ? Math.Min(thought, answer) : FirstReasoning ?? FirstContent;

    /// <summary>Milliseconds from sent to the first token of any kind (TTFT).</summary>
    public double? TtftMs => Milliseconds(Sent, FirstToken);

    /// <summary>The same from scheduled: what somebody waited who came when the schedule says.</summary>
    public double? TtftFromScheduledMs => Milliseconds(Scheduled, FirstToken);

    /// <summary>Milliseconds from sent to the first token of the answer itself (TTFA).</summary>
    public double? TtfaMs => Milliseconds(Sent, FirstContent);

    /// <summary>The same from scheduled.</summary>
    public double? TtfaFromScheduledMs => Milliseconds(Scheduled, FirstContent);

    /// <summary>Milliseconds from sent to the end.</summary>
    public double? LatencyMs => Milliseconds(Sent, Done);

    /// <summary>The same from scheduled.</summary>
    public double? LatencyFromScheduledMs => Milliseconds(Scheduled, Done);

    /// <summary>
    /// Milliseconds a token after the first: (last - first) / (n - 1) (TPOT). Null with fewer than two tokens, and where all came at once,
    /// since nothing is known of their pace then.
    /// </summary>
    /// <param name="streamedTokens">Tokens between the first and the last, both included: those that the engine kept to itself are none of them.</param>
    public double? TpotMs(long streamedTokens) =>
        streamedTokens >= 2 && LastToken > FirstToken ? (LastToken.Value - FirstToken!.Value) / 1000.0 / (streamedTokens - 1) : null;

    private static double? Milliseconds(long from, long? to) => to is { } end ? (end - from) / 1000.0 : null;
}
