using System.Text.Json;

namespace AutoClaw.Core.Pricing.Import;

/// <summary>Numbers of a price collection as exact USD per million tokens.</summary>
internal static class ExactPrice
{
    // A sum of binary fractions that was printed, such as 2.0000000000000002e-07, is off by about 1e-16 of itself; a price that is finer
    // than a picodollar a token is off by far more.
    private const decimal Artefact = 1e-9m;

    /// <summary>USD a token, times a million.</summary>
    public static bool TryPerToken(JsonElement number, out decimal usdPerMillion) => TryScale(number, 1_000_000m, out usdPerMillion);

    /// <summary>USD per million tokens as they are.</summary>
    public static bool TryPerMillion(JsonElement number, out decimal usdPerMillion) => TryScale(number, 1m, out usdPerMillion);

    private static bool TryScale(JsonElement number, decimal factor, out decimal usdPerMillion)
    {
        usdPerMillion = 0;
        if (number.ValueKind != JsonValueKind.Number || !number.TryGetDecimal(out var given) || given < 0 || given > UsdPerMillion.Highest)
        {
            return false;
        }

        var scaled = given * factor;
        usdPerMillion = decimal.Round(scaled, 6, MidpointRounding.AwayFromZero);
        return Math.Abs(scaled - usdPerMillion) <= scaled * Artefact && UsdPerMillion.TryToPicodollars(usdPerMillion, out _);
    }
}
