using System.Globalization;

namespace AutoClaw.Core.Model;

/// <summary>
/// An exact amount in US dollars, held as whole picodollars (1e-12 USD): a price of $0.0125 per million tokens is 12,500 of them a
/// token, so every list price multiplies without rounding. Range about +/- 9.2 million dollars; overflow throws.
/// </summary>
public readonly record struct Money(long Picodollars) : IComparable<Money>
{
    /// <summary>Picodollars in one dollar.</summary>
    public const long PerDollar = 1_000_000_000_000;

    /// <summary>Nothing owed. Not the same as an unknown cost, which is a null <see cref="Money"/>.</summary>
    public static Money Zero => default;

    /// <summary>The amount in dollars, exact.</summary>
    public decimal Usd => (decimal)Picodollars / PerDollar;

    /// <summary>Rounds half away from zero to the nearest picodollar.</summary>
    public static Money FromUsd(decimal usd) => new(checked((long)decimal.Round(usd * PerDollar, 0, MidpointRounding.AwayFromZero)));

    public static Money operator +(Money left, Money right) => new(checked(left.Picodollars + right.Picodollars));

    public static Money operator -(Money left, Money right) => new(checked(left.Picodollars - right.Picodollars));

    public static bool operator <(Money left, Money right) => left.Picodollars < right.Picodollars;

    public static bool operator >(Money left, Money right) => left.Picodollars > right.Picodollars;

    public static bool operator <=(Money left, Money right) => left.Picodollars <= right.Picodollars;

    public static bool operator >=(Money left, Money right) => left.Picodollars >= right.Picodollars;

    public int CompareTo(Money other) => Picodollars.CompareTo(other.Picodollars);

    /// <summary>Dollars with up to 12 decimals and no exponent, for example <c>0.00012345</c>.</summary>
    public override string ToString() => Usd.ToString("0.############", CultureInfo.InvariantCulture);
}
