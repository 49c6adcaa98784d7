namespace AutoClaw.Gateway.Options;

/// <summary>The operator's own price for one engine, in USD per million tokens.</summary>
/// <param name="Input">Uncached prompt tokens.</param>
/// <param name="Output">Completion tokens.</param>
/// <param name="CachedInput">Cached prompt tokens; null: the same as <paramref name="Input"/>.</param>
public sealed record EnginePriceOptions(decimal Input, decimal Output, decimal? CachedInput = null)
{
    /// <summary>Prompt tokens that are written to the cache; null: the same as <see cref="Input"/>.</summary>
    public decimal? CacheWrite { get; init; }
}
