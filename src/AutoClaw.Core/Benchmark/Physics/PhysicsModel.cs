namespace AutoClaw.Core.Benchmark.Physics;

/// <summary>What of a model decides how fast it can be.</summary>
/// <param name="ParametersBillion">All of them.</param>
/// <param name="ActiveBillion">Those that a token passes through: the same, or fewer in a mixture of experts.</param>
/// <param name="BitsPerWeight">On average, scales included: 16 for FP16, about 4.9 for Q4_K_M.</param>
/// <param name="CacheBytesPerToken">Keys and values of one token of context over all layers; null: not known and left out, which favours the figure.</param>
public sealed record PhysicsModel(double ParametersBillion, double ActiveBillion, double BitsPerWeight, double? CacheBytesPerToken = null)
{
    /// <summary>Gigabytes of all weights.</summary>
    public double WeightsGb => ParametersBillion * BitsPerWeight / 8;

    /// <summary>Gigabytes that one token's pass reads of the weights.</summary>
    public double ActiveGb => ActiveBillion * BitsPerWeight / 8;

    /// <summary>Gigabytes of one request's cache at so many tokens of context; 0 where it is not known.</summary>
    public double CacheGb(double contextTokens) => (CacheBytesPerToken ?? 0) * contextTokens / 1e9;
}
