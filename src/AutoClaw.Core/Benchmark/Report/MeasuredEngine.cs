using AutoClaw.Core.Model;

namespace AutoClaw.Core.Benchmark.Report;

/// <summary>What advice needs of a run, one number each. Null: not measured.</summary>
/// <param name="Engine">Its name.</param>
/// <param name="Place">Where it runs.</param>
/// <param name="Model">Its own name for its model.</param>
/// <param name="Quality">Mean score, 0 to 1.</param>
/// <param name="TtftP50Ms">Milliseconds.</param>
/// <param name="OutputTokensPerSecond">Of one stream.</param>
/// <param name="CostPerRequestUsd">US dollars.</param>
public sealed record MeasuredEngine(string Engine, Place Place, string Model, double? Quality, double? TtftP50Ms, double? OutputTokensPerSecond, double? CostPerRequestUsd)
{
    /// <summary>Tokens a second of all streams together at the best load that was tried; null: none was.</summary>
    public double? BestTokensPerSecond { get; init; }
}
