using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Ledger;

/// <summary>Which price holds for an engine.</summary>
public static class EnginePrices
{
    private static readonly PriceRow Free = PriceRow.Own("", input: 0, output: 0, version: PriceRow.LocalVersion);

    /// <summary>
    /// The operator's own price; else nothing a token for a local engine (its hardware is paid for otherwise, and a hosted model's
    /// list price is not its cost); else the list price of <paramref name="model"/> at that provider.
    /// </summary>
    /// <returns>Null where the price is unknown: the cost is then null, never zero. Also where time has the price, not tokens.</returns>
    public static PriceRow? Find(PriceList prices, EngineOptions engine, string model, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentNullException.ThrowIfNull(engine);
        if (engine.Price is { } own)
        {
            return PriceRow.Own(model, own.Input, own.Output, own.CachedInput, cacheWrite: own.CacheWrite);
        }

        if (engine.Cost is not null)
        {
            return null;
        }

        if (engine.Place == Place.Local)
        {
            return Free;
        }

        return prices.Find(model, at, engine.BaseUrl is { } url ? prices.ProviderOf(url) : null);
    }
}
