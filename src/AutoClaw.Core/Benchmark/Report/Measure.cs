using AutoClaw.Core.Benchmark.Metrics;

namespace AutoClaw.Core.Benchmark.Report;

/// <summary>One figure of a call, and what of many calls is compared.</summary>
/// <param name="Key">Stable, for programs.</param>
/// <param name="Title">For tables.</param>
/// <param name="Unit">Of its values.</param>
/// <param name="LowerIsBetter">Which way is good.</param>
/// <param name="Kind">How calls are summed up and engines compared.</param>
/// <param name="Of">The figure of one call; null where that call has none.</param>
public sealed record Measure(string Key, string Title, string Unit, bool LowerIsBetter, MeasureKind Kind, Func<BenchCall, double?> Of)
{
    public static Measure Ttft { get; } = new("ttft_ms", "TTFT p50", "ms", true, MeasureKind.MedianByRatio, static c => c.Times.TtftMs);

    public static Measure Ttfa { get; } = new("ttfa_ms", "TTFA p50", "ms", true, MeasureKind.MedianByRatio, static c => c.Times.TtfaMs);

    public static Measure TokensPerSecond { get; } = new(
        "tokens_per_second", "tokens/s p50", "tok/s", false, MeasureKind.MedianByRatio, static c => c.Tokens.IsStreamedEstimated ? null : 1000 / c.TpotMs);

    public static Measure ToldTokensPerSecond { get; } = new(
        "told_tokens_per_second", "tokens/s p50 by the engine itself", "tok/s", false, MeasureKind.MedianByRatio,
        static c => c.EngineTimings.DecodeMs is > 0 and var ms && c.Tokens.Output is > 0 and var tokens ? 1000 * tokens / ms : null);

    public static Measure CommonTokensPerSecond { get; } = new(
        "common_tokens_per_second", "tokens/s p50, common tokenizer", "tok/s", false, MeasureKind.MedianByRatio, static c => 1000 / c.Times.TpotMs(c.Tokens.Common));

    public static Measure CharactersPerSecond { get; } = new(
        "characters_per_second", "characters/s p50", "char/s", false, MeasureKind.MedianByRatio,
        static c => 1000 / c.Times.TpotMs(c.Tokens.Characters + c.Tokens.ReasoningCharacters));

    public static Measure Latency { get; } = new("latency_ms", "whole answer p50", "ms", true, MeasureKind.MedianByRatio, static c => c.Times.LatencyMs);

    public static Measure Quality { get; } = new("quality", "quality", "score", false, MeasureKind.MeanByDifference, static c => c.Score?.Value);

    public static Measure Correct { get; } = new(
        "correct", "correct answers", "share", false, MeasureKind.MeanByDifference, static c => c.Score is { } score ? (score.Correct ? 1 : 0) : null);

    public static Measure CostPerRequest { get; } = new(
        "cost_per_request_usd", "cost per request", "USD", true, MeasureKind.MeanByDifference, static c => c.Cost is { } cost ? (double)cost.Usd : null);

    /// <summary>The figure of a call that succeeded; null else.</summary>
    public double? Value(BenchCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.Succeeded && Of(call) is { } value && double.IsFinite(value) ? value : null;
    }
}
