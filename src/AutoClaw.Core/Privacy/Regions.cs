using System.Collections.Frozen;

namespace AutoClaw.Core.Privacy;

/// <summary>Which regions lie in which. By name alone: a vendor's name that does not begin with where it is can't be recognised.</summary>
public static class Regions
{
    // Member states of the European Union by ISO 3166-1 (https://european-union.europa.eu/principles-countries-history/eu-countries_en).
    private static readonly FrozenSet<string> Union = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "at", "be", "bg", "hr", "cy", "cz", "dk", "ee", "fi", "fr", "de", "gr", "hu", "ie", "it", "lv", "lt", "lu", "mt", "nl", "pl", "pt", "ro", "sk", "si", "es", "se");

    // The European Economic Area has these besides (https://www.efta.int/about-efta/european-free-trade-association).
    private static readonly FrozenSet<string> Area = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "is", "li", "no");

    // Vendors' regions begin so and lie in no member state: London and Zurich.
    private static readonly FrozenSet<string> Outside = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "eu-west-2", "eu-central-2", "europe-west2", "europe-west6");

    /// <summary>
    /// True if <paramref name="region"/> is <paramref name="wanted"/> or a part of it: <c>eu</c> holds <c>eu-west-1</c>, <c>europe-west3</c> and <c>de</c>,
    /// and not <c>eu-west-2</c>, which is in London; <c>de</c> holds <c>de-fra</c>.
    /// </summary>
    public static bool Contains(string wanted, string region)
    {
        if (Begins(region, wanted))
        {
            return !IsUnion(wanted) || !Outside.Contains(region);
        }

        if (!IsUnion(wanted))
        {
            return false;
        }

        var dash = region.AsSpan().IndexOfAny('-', '_');
        var country = dash < 0 ? region : region[..dash];
        var isArea = wanted.Equals("eea", StringComparison.OrdinalIgnoreCase);
        return Union.Contains(country)
            || (isArea && Area.Contains(country))
            || ((country.Equals("europe", StringComparison.OrdinalIgnoreCase) || country.Equals("eu", StringComparison.OrdinalIgnoreCase)) && !Outside.Contains(region));
    }

    private static bool IsUnion(string wanted) =>
        wanted.Equals("eu", StringComparison.OrdinalIgnoreCase) || wanted.Equals("eea", StringComparison.OrdinalIgnoreCase);

    private static bool Begins(string region, string wanted) =>
        region.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) && (region.Length == wanted.Length || region[wanted.Length] is '-' or '_');
}
