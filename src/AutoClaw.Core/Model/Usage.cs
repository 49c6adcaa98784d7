namespace AutoClaw.Core.Model;

/// <summary>Tokens of one attempt, in OpenAI's meaning.</summary>
/// <param name="Input">Prompt tokens, cached ones included.</param>
/// <param name="Cached">The part of <paramref name="Input"/> that came from the engine's prompt cache; a subset, never added on top.</param>
/// <param name="Output">Completion tokens, reasoning ones included.</param>
/// <param name="Reasoning">The part of <paramref name="Output"/> that the engine spent thinking; a subset.</param>
/// <param name="Estimated">True where the engine told nothing and the figures are ours.</param>
public readonly record struct Usage(long Input, long Cached, long Output, long Reasoning, bool Estimated)
{
    /// <summary>Prompt and completion tokens together.</summary>
    public long Total => Input + Output;
}
