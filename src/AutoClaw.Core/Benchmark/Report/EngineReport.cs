using System.Collections.Immutable;
using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Benchmark.Report;

/// <summary>All figures of one engine from its single stream. Null: not measured, or not known.</summary>
/// <param name="Facts">What was known before.</param>
/// <param name="Calls">That count: those of the warm-up do not.</param>
public sealed record EngineReport(EngineFacts Facts, int Calls)
{
    /// <summary>How many of them failed, by how; empty: none.</summary>
    public ImmutableSortedDictionary<ErrorClass, int> Errors { get; init; } = ImmutableSortedDictionary<ErrorClass, int>.Empty;

    /// <summary>Share of calls that succeeded, of every load.</summary>
    public Interval? Availability { get; init; }

    /// <summary>Milliseconds from sent to the first token of any kind.</summary>
    public required Percentiles Ttft { get; init; }

    /// <summary>Milliseconds from sent to the first token of the answer.</summary>
    public required Percentiles Ttfa { get; init; }

    /// <summary>Milliseconds a token after the first.</summary>
    public required Percentiles Tpot { get; init; }

    /// <summary>Milliseconds between pieces of text, each of one or more tokens.</summary>
    public required Percentiles Gaps { get; init; }

    /// <summary>Milliseconds from sent to the end.</summary>
    public required Percentiles Latency { get; init; }

    /// <summary>Median of a stream's pace in the engine's own tokens.</summary>
    public Interval? TokensPerSecond { get; init; }

    /// <summary>The same in one tokenizer's tokens for all engines.</summary>
    public Interval? CommonTokensPerSecond { get; init; }

    /// <summary>The same in characters.</summary>
    public Interval? CharactersPerSecond { get; init; }

    /// <summary>Median of the pace that the engine says it had: its output tokens in the time that it says it wrote; null where it says nothing.</summary>
    public Interval? ToldTokensPerSecond { get; init; }

    /// <summary>Mean score, 0 to 1.</summary>
    public Interval? Quality { get; init; }

    /// <summary>Share of correct answers; a failed call is none and is not in it.</summary>
    public Interval? Correct { get; init; }

    /// <summary>US dollars.</summary>
    public Interval? CostPerRequest { get; init; }

    /// <summary>US dollars of all scored calls for each correct answer among them; infinite at the upper end where there may be none.</summary>
    public Interval? CostPerCorrect { get; init; }

    /// <summary>Mean seconds of a call from sent to done.</summary>
    public double? MeanSeconds { get; init; }

    /// <summary>Mean prompt tokens as billed.</summary>
    public double? InputTokens { get; init; }

    /// <summary>The part of them from the engine's cache.</summary>
    public double? CachedTokens { get; init; }

    /// <summary>Mean completion tokens as billed, reasoning included.</summary>
    public double? OutputTokens { get; init; }

    /// <summary>The part of them that is reasoning.</summary>
    public double? ReasoningTokens { get; init; }

    /// <summary>Mean of one tokenizer's tokens in the text that was seen.</summary>
    public double? CommonTokens { get; init; }

    /// <summary>Bytes of all requests to it, of every load, warm-up included.</summary>
    public long BytesSent { get; init; }

    /// <summary>Requests to it, of every load, warm-up included.</summary>
    public int RequestsSent { get; init; }

    /// <summary>Milliseconds to the first token of each call, ascending, for a plot of how they are spread.</summary>
    public ImmutableArray<double> TtftSamples { get; init; } = [];
}
