using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Data;
using AutoClaw.Core.Pricing;

namespace AutoClaw.Cli.Advise;

/// <summary>Puts another model, by its row of the price list, or other hardware, by its id, in place of what is assumed.</summary>
internal static class ModelChoice
{
    /// <returns>Null after setting <paramref name="problem"/>.</returns>
    public static ApiInputs? Api(ApiInputs api, PriceList prices, string model, string? provider, DateTimeOffset at, out string? problem)
    {
        problem = null;
        if (prices.Find(model, at, provider) is { } row)
        {
            return api with
            {
                Model = row.Model,
                Provider = row.Provider,
                Prices = ApiInputs.PricesOf(row),
                PriceFactor = 1,
                Availability = MarketData.Shipped.FindAvailability(row.Provider, AvailabilityKind.Observed)?.Availability.Typical ?? api.Availability,
            };
        }

        var sellers = prices.EffectiveRows()
            .Where(row => row.Aliases.Append(row.Model).Contains(model, StringComparer.OrdinalIgnoreCase))
            .Select(row => row.Provider).Distinct().Order(StringComparer.Ordinal).ToArray();
        problem = sellers switch
        {
            [] => $"The price list has no '{model}'. 'autoclaw prices list' names all; --price-file takes your own.",
            _ when provider is null && sellers.Length > 1 => $"Several sell '{model}': {string.Join(", ", sellers)}. Name one.",
            _ when provider is null || sellers.Contains(provider, StringComparer.OrdinalIgnoreCase) => $"No price of '{model}' holds today. --price-file takes your own.",
            _ => $"'{provider}' does not sell '{model}' in the price list; {string.Join(", ", sellers)} {(sellers.Length == 1 ? "does" : "do")}.",
        };
        return null;
    }

    /// <returns>Null after setting <paramref name="problem"/>.</returns>
    public static LocalInputs? Hardware(LocalInputs local, string accelerator, int count, out string? problem)
    {
        var market = MarketData.Shipped;
        problem = market.FindAccelerator(accelerator) is null
            ? $"The market data has no accelerator '{accelerator}'. It has: {string.Join(", ", market.Accelerators.Select(static a => a.Id))}."
            : null;
        if (problem is not null)
        {
            return null;
        }

        var other = local.On(market, accelerator, count);
        problem = other is null ? $"The market data has no {(local.Payment == HardwarePayment.Rent ? "rent" : "purchase price")} of {accelerator}; pay for it the other way ({AdviseOptions.Payment}), or name it in --input." : null;
        return other;
    }
}
