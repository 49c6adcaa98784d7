namespace AutoClaw.Core.Pricing;

/// <summary>What a token costs while the prompt is no longer than <paramref name="UpTo"/>. All prices are picodollars a token.</summary>
/// <param name="UpTo">The longest prompt, in tokens, that this tier covers, inclusive; null: any length.</param>
/// <param name="Input">A prompt token that did not come from the cache.</param>
/// <param name="CachedInput">A prompt token from the engine's cache; the same as <paramref name="Input"/> where the list names none.</param>
/// <param name="Output">A completion token, reasoning ones included.</param>
public readonly record struct PriceTier(long? UpTo, long Input, long CachedInput, long Output);
