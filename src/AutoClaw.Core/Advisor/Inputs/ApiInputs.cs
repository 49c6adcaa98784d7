using System.Collections.Immutable;
using AutoClaw.Core.Pricing;

namespace AutoClaw.Core.Advisor;

/// <summary>A model that somebody else serves, and how it is used.</summary>
public sealed record ApiInputs
{
    public required string Model { get; init; }

    /// <summary>As in the price list.</summary>
    public required string Provider { get; init; }

    /// <summary>Ascending by <see cref="ApiPriceTier.UpTo"/>; the last has none.</summary>
    public required ImmutableArray<ApiPriceTier> Prices { get; init; }

    /// <summary>All prices times this: a discount, or what a measurement says of the bill.</summary>
    public double PriceFactor { get; init; } = 1;

    /// <summary>Share of the prompt tokens that come from the vendor's cache.</summary>
    public double CachedShare { get; init; }

    /// <summary>Tokens that the model thinks before the mean answer: billed as output, read by nobody.</summary>
    public double ReasoningTokens { get; init; }

    /// <summary>Billed attempts on top of one a request.</summary>
    public double RetryShare { get; init; }

    /// <summary>Share of the requests that can wait and are sent as a batch.</summary>
    public double BatchShare { get; init; }

    /// <summary>What a batch saves, 0 to 1.</summary>
    public double BatchDiscount { get; init; }

    /// <summary>Engineers that keep it running; paid for whatever the volume.</summary>
    public double LabourFte { get; init; }

    /// <summary>0 to 1, on the same measure as the others'.</summary>
    public required double Quality { get; init; }

    /// <summary>Median time until the first token of any kind, in milliseconds.</summary>
    public required double TtftMs { get; init; }

    /// <summary>What one caller sees.</summary>
    public required double OutputTokensPerSecond { get; init; }

    /// <summary>Share of the time in which it answers.</summary>
    public required double Availability { get; init; }

    /// <summary>Days until the first answer in production.</summary>
    public required double SetupDays { get; init; }

    /// <summary>Where it answers, for example <c>eu</c>; null: not known.</summary>
    public string? Region { get; init; }

    /// <summary>True where a contract on regulated data (GDPR's processor agreement, HIPAA's BAA) is signed.</summary>
    public bool ProcessorAgreement { get; init; }

    /// <summary>The tiers of a price list's row.</summary>
    public static ImmutableArray<ApiPriceTier> PricesOf(PriceRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return [.. row.Tiers.Select(tier => new ApiPriceTier(PerMillion(tier.Input), PerMillion(tier.Output), PerMillion(tier.CachedInput), tier.UpTo))];

        static double PerMillion(long picodollars) => (double)((decimal)picodollars / UsdPerMillion.PicodollarsPerToken);
    }
}
