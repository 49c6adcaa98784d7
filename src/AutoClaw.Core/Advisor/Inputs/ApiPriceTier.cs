namespace AutoClaw.Core.Advisor;

/// <summary>USD per million tokens while the prompt is no longer than <paramref name="UpTo"/>.</summary>
/// <param name="Input">A prompt token that did not come from the cache.</param>
/// <param name="Output">A token of the answer, reasoning included.</param>
/// <param name="CachedInput">A prompt token from the cache; null: the same as <paramref name="Input"/>.</param>
/// <param name="UpTo">In tokens, inclusive; null: any length.</param>
public sealed record ApiPriceTier(double Input, double Output, double? CachedInput = null, double? UpTo = null);
