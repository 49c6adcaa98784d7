using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;

namespace AutoClaw.Core.Routing;

/// <summary>What a route's first engine of either place asks for; null where unknown or where there is none.</summary>
public readonly record struct RoutePrices(PriceRow? Local, PriceRow? Cloud)
{
    /// <summary>Completion tokens that are assumed where neither the client limits them nor the model expects any.</summary>
    public const long AssumedOutputTokens = 512;

    /// <summary>Expected USD that the cloud costs more than the local engine; 0 where that is unknown, or where it is no dearer.</summary>
    public double CloudCostsMore(in RequestFacts facts, in RouterScore score)
    {
        var cloud = CostCalculator.Cost(Cloud, Expected(facts, score.CloudTokens));
        var local = CostCalculator.Cost(Local, Expected(facts, score.LocalTokens)) ?? Money.Zero;
        return cloud is { } cost ? Math.Max(0, (double)(cost - local).Picodollars / Money.PerDollar) : 0;
    }

    // The client's limit is the most there can be, what the model expects is likelier.
    private static Usage Expected(in RequestFacts facts, float tokens)
    {
        var output = tokens > 0 ? (long)tokens : AssumedOutputTokens;
        return new Usage(facts.InputTokens, 0, Math.Min(output, facts.MaxOutputTokens ?? output), 0, Estimated: true);
    }
}
