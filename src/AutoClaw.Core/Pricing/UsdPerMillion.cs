using AutoClaw.Core.Model;

namespace AutoClaw.Core.Pricing;

/// <summary>List prices are dollars per million tokens; the arithmetic is picodollars a token. One dollar per million is a million of them.</summary>
public static class UsdPerMillion
{
    public const long PicodollarsPerToken = Money.PerDollar / 1_000_000;

    /// <summary>Far above any list price; a larger one is a slip of the unit (per million taken for per token).</summary>
    public const decimal Highest = 100_000m;

    public const string Rule = "A price is 0 to 100000 USD per million tokens, with at most 6 decimals.";

    /// <summary>False where the price is negative, above <see cref="Highest"/>, or would have to be rounded.</summary>
    public static bool TryToPicodollars(decimal usd, out long picodollars)
    {
        var exact = usd is >= 0 and <= Highest ? usd * PicodollarsPerToken : -1;
        var whole = exact >= 0 && decimal.Truncate(exact) == exact;
        picodollars = whole ? (long)exact : 0;
        return whole;
    }
}
