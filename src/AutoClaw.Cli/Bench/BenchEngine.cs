using AutoClaw.Core.Benchmark.Report;
using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Cli.Bench;

/// <summary>One engine of a run.</summary>
/// <param name="Facts">What is known of it.</param>
/// <param name="Client">Its connections.</param>
/// <param name="Prices">The list that its tokens are priced by.</param>
/// <param name="PricedAt">The moment whose prices count for the whole run.</param>
internal sealed record BenchEngine(EngineFacts Facts, EngineClient Client, PriceList Prices, DateTimeOffset PricedAt)
{
    public string Name => Facts.Name;

    /// <summary>What a call costs at most; null where its tokens have no known price.</summary>
    public Money? Highest(long inputTokens, long outputTokens) => CostCalculator.Cost(
        Client.PriceAt(Facts.Model, Prices, PricedAt), new Usage(inputTokens, 0, outputTokens, 0, Estimated: true));
}
