namespace AutoClaw.Core.Pricing;

/// <summary>What a token costs while the prompt is no longer than <paramref name="UpTo"/>. All prices are picodollars a token.</summary>
/// <param name="UpTo">The longest prompt, in tokens, that this tier covers, inclusive; null: any length.</param>
/// <param name="Input">A prompt token that did not come from the cache.</param>
/// <param name="CachedInput">A prompt token from the engine's cache; the same as <paramref name="Input"/> where the list names none.</param>
/// <param name="Output">A completion token, reasoning ones included.</param>
public readonly record struct PriceTier(long? UpTo, long Input, long CachedInput, long Output)
{
    /// <summary>A prompt token that is written to the cache; the same as <see cref="Input"/> where the list names none.</summary>
    public long CacheWrite { get; init; } = Input;

    /// <summary>A prompt token that is written to the cache for an hour; the same as <see cref="CacheWrite"/> where the list names none.</summary>
    public long CacheWriteForHour { get; init; } = Input;
}
