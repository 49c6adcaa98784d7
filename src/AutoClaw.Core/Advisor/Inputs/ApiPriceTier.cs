namespace AutoClaw.Core.Advisor;

/// <summary>USD per million tokens while the prompt is no longer than <paramref name="UpTo"/>.</summary>
/// <param name="UpTo">In tokens, inclusive; null: any length.</param>
/// <param name="Input">A prompt token that did not come from the cache.</param>
/// <param name="CachedInput">One that did; null: the same as <paramref name="Input"/>.</param>
/// <param name="Output">A token of the answer, reasoning included.</param>
public sealed record ApiPriceTier(double? UpTo, double Input, double? CachedInput, double Output);
