namespace AutoClaw.Core.Pricing.Import;

/// <summary>A price as the file will say it: USD per million tokens, exact. Null: as the price file's default.</summary>
/// <param name="UpTo">The longest prompt, inclusive; null: any length.</param>
/// <param name="Input">Uncached prompt tokens.</param>
/// <param name="CachedInput">Prompt tokens read from the cache.</param>
/// <param name="CacheWrite">Prompt tokens written to the cache.</param>
/// <param name="CacheWriteForHour">Prompt tokens written to the cache for an hour.</param>
/// <param name="Output">Completion tokens.</param>
public sealed record ImportedTier(long? UpTo, decimal Input, decimal? CachedInput, decimal? CacheWrite, decimal? CacheWriteForHour, decimal Output);
