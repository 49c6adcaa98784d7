using System.Collections.Immutable;
using System.Globalization;
using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Data;
using AutoClaw.Core.Pricing;

namespace AutoClaw.Cli.Advise;

/// <summary>Says which of the figures behind an advice were read too long ago.</summary>
internal static class AdviseNotes
{
    private const int MostNamed = 6;

    public static IEnumerable<string> Stale(AdvisorInputs inputs, PriceList prices, DateOnly today)
    {
        var old = MarketData.Shipped.StaleRows(today).Where(row => Used(inputs, row.What)).ToImmutableArray();
        var oldPrices = MarketData.StaleRows(prices, today)
            .Where(row => new[] { inputs.Cloud, inputs.Hosted }.Any(api => row.What.EndsWith($" {api.Provider} {api.Model}", StringComparison.OrdinalIgnoreCase)));
        ImmutableArray<StaleRow> all = [.. oldPrices, .. old];
        if (!all.IsEmpty)
        {
            var named = string.Join(", ", all.Take(MostNamed).Select(static row => string.Create(CultureInfo.InvariantCulture, $"{row.What} ({row.Days} days)")));
            var more = all.Length > MostNamed ? $" and {all.Length - MostNamed} more" : "";
            yield return $"Read more than {MarketData.StaleAfterDays} days ago: {named}{more}. Look them up again; your own figures go in by option, --price-file or --input.";
        }
    }

    private static bool Used(AdvisorInputs inputs, string what) =>
        what.StartsWith("default of ", StringComparison.Ordinal)
        || what == $"availability of {inputs.Cloud.Provider}"
        || (what.EndsWith($" of {inputs.Local.Accelerator}", StringComparison.Ordinal) && !what.StartsWith(inputs.Local.Payment == HardwarePayment.Rent ? "purchase" : "rent", StringComparison.Ordinal));
}
