using System.Collections.Immutable;
using AutoClaw.Core.Model;

namespace AutoClaw.Core.Pricing;

/// <summary>What one provider asks for one model during one span of time. Immutable; safe to keep in a snapshot.</summary>
public sealed record PriceRow
{
    /// <summary>Written as the price version where the operator's own price was used.</summary>
    public const string OwnVersion = "own";

    /// <summary>Written as the price version where a local engine costs nothing a token because its operator named no price.</summary>
    public const string LocalVersion = "local";

    /// <summary>The model's name as the provider takes it.</summary>
    public required string Model { get; init; }

    /// <summary>Other names of the same model.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>True where the price also holds for dated snapshots of the name: see <see cref="SnapshotName"/>.</summary>
    public bool Snapshots { get; init; }

    /// <summary>Who sells it, for example <c>openai</c>; empty for an operator's own price.</summary>
    public required string Provider { get; init; }

    /// <summary>Ascending by <see cref="PriceTier.UpTo"/>; the last one has no limit. Never empty.</summary>
    public required ImmutableArray<PriceTier> Tiers { get; init; }

    /// <summary>First day (UTC) at this price; null: since ever.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Last day (UTC) at this price, inclusive; null: until further notice.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>The public page that names the price.</summary>
    public string? Source { get; init; }

    /// <summary>When <see cref="Source"/> was read.</summary>
    public DateOnly? CheckedOn { get; init; }

    /// <summary>How far to rely on it; null: the file does not say.</summary>
    public Confidence? Confidence { get; init; }

    /// <summary>The first day (UTC) on which the provider no longer sells the model; null: none is known.</summary>
    public DateOnly? RetiresOn { get; init; }

    /// <summary>The public page that names <see cref="RetiresOn"/>, where it is not <see cref="Source"/>.</summary>
    public string? RetirementSource { get; init; }

    /// <summary>The version of the list that the row came from: what the ledger writes beside a cost.</summary>
    public required string Version { get; init; }

    /// <summary>
    /// An operator's own price, in USD per million tokens; <paramref name="cachedInput"/> and <paramref name="cacheWrite"/> null: the same as <paramref name="input"/>.
    /// Zero is a price: a local engine that costs nothing a token.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A price is negative, above the limit or finer than a picodollar a token.</exception>
    public static PriceRow Own(string model, decimal input, decimal output, decimal? cachedInput = null, string version = OwnVersion, decimal? cacheWrite = null) => new()
    {
        Model = model,
        Provider = "",
        Version = version,
        Tiers = [new PriceTier(null, PerToken(input), PerToken(cachedInput ?? input), PerToken(output)) { CacheWrite = PerToken(cacheWrite ?? input), CacheWriteForHour = PerToken(cacheWrite ?? input) }],
    };

    /// <summary>The tier that a prompt of <paramref name="promptTokens"/> falls in.</summary>
    public PriceTier TierFor(long promptTokens)
    {
        foreach (var tier in Tiers.AsSpan())
        {
            if (tier.UpTo is not { } upTo || promptTokens <= upTo)
            {
                return tier;
            }
        }

        return Tiers[^1];
    }

    /// <summary>True where <paramref name="day"/> lies between <see cref="ValidFrom"/> and <see cref="ValidTo"/>.</summary>
    public bool HoldsOn(DateOnly day) => (ValidFrom is not { } from || day >= from) && (ValidTo is not { } to || day <= to);

    internal bool Overlaps(PriceRow other) =>
        (ValidTo is not { } to || other.ValidFrom is not { } otherFrom || otherFrom <= to)
        && (other.ValidTo is not { } otherTo || ValidFrom is not { } from || from <= otherTo);

    private static long PerToken(decimal usdPerMillion) => UsdPerMillion.TryToPicodollars(usdPerMillion, out var picodollars)
        ? picodollars
        : throw new ArgumentOutOfRangeException(nameof(usdPerMillion), usdPerMillion, UsdPerMillion.Rule);
}
