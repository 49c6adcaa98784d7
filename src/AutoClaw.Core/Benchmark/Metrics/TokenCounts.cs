namespace AutoClaw.Core.Benchmark.Metrics;

/// <summary>What one answer was made of. Tokens of different models are different things, so that each count says whose it is.</summary>
/// <param name="Input">Prompt tokens as billed; null where the engine does not tell.</param>
/// <param name="Cached">The part of them from its cache.</param>
/// <param name="Output">Completion tokens as billed, reasoning included; null where it does not tell.</param>
/// <param name="Reasoning">The part of them that it says was thought.</param>
/// <param name="Common">The visible text of answer and thoughts in tokens of one tokenizer, the same for all engines.</param>
/// <param name="Characters">The answer's text, in Unicode code points.</param>
/// <param name="ReasoningCharacters">The thoughts' text as far as the engine shows it.</param>
public readonly record struct TokenCounts(long? Input, long? Cached, long? Output, long? Reasoning, int Common, int Characters, int ReasoningCharacters)
{
    /// <summary>
    /// Tokens that came over the wire one by one: billed ones, less thoughts that were billed and not shown. In common tokens where the
    /// engine bills in silence (<see cref="IsStreamedEstimated"/>).
    /// </summary>
    public long Streamed => Output is { } output ? Math.Max(0, output - (ReasoningCharacters == 0 ? Reasoning ?? 0 : 0)) : Common;

    /// <summary>True where <see cref="Streamed"/> is our count and not the engine's.</summary>
    public bool IsStreamedEstimated => Output is null;

    /// <summary>Output tokens that are no thought; null where the engine does not tell.</summary>
    public long? Visible => Output - (Reasoning ?? 0);
}
