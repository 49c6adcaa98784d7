using AutoClaw.Core.Model;

namespace AutoClaw.Core.Routing;

/// <summary>A conversation under way. To move it breaks the engine's prompt cache and what the engine signed, so a move must be worth that.</summary>
/// <param name="Place">Where it was answered last.</param>
/// <param name="CachedTokens">Prompt tokens before the last message, estimated: what the other engine would read anew.</param>
public readonly record struct ConversationStay(Place Place, long CachedTokens)
{
    /// <summary>The least a score must be past its threshold to move a conversation: what has no price (a prefill at home, signatures).</summary>
    public const double LeastMargin = 0.05;

    /// <summary>How far past the threshold a score must be, in score units; never less than <see cref="LeastMargin"/>.</summary>
    /// <param name="threshold">Lambda: what a score must reach at the mean cost.</param>
    /// <param name="prices">Of the route; the other engine's full input price counts.</param>
    /// <param name="meanUsd">What the cloud costs more for a usual request; 0: unknown.</param>
    public double Margin(double threshold, in RoutePrices prices, double meanUsd)
    {
        var tier = (Place == Place.Local ? prices.Cloud : prices.Local)?.TierFor(CachedTokens);
        var lost = tier is { } price ? (double)price.Input * CachedTokens / Money.PerDollar : 0;
        return meanUsd > 0 ? Math.Max(LeastMargin, Math.Max(0, threshold) * lost / meanUsd) : LeastMargin;
    }
}
