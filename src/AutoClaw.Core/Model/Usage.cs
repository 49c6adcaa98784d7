namespace AutoClaw.Core.Model;

/// <summary>Tokens of one attempt, in OpenAI's meaning.</summary>
/// <param name="Input">Prompt tokens, cached ones included.</param>
/// <param name="Cached">The part of <paramref name="Input"/> that came from the engine's prompt cache; a subset, never added on top.</param>
/// <param name="Output">Completion tokens, reasoning ones included.</param>
/// <param name="Reasoning">The part of <paramref name="Output"/> that the engine spent thinking; a subset.</param>
/// <param name="Estimated">True where the engine told nothing and the figures are ours.</param>
public readonly record struct Usage(long Input, long Cached, long Output, long Reasoning, bool Estimated)
{
    /// <summary>
    /// The part of <see cref="Input"/> that was written to the engine's prompt cache, where the vendor asks more for that; a subset, and
    /// apart from <see cref="Cached"/>.
    /// </summary>
    public long CacheWritten { get; init; }

    /// <summary>The part of <see cref="CacheWritten"/> that is to be kept for an hour, which costs more again.</summary>
    public long CacheWrittenForHour { get; init; }

    /// <summary>Prompt and completion tokens together.</summary>
    public long Total => Input + Output;
}
