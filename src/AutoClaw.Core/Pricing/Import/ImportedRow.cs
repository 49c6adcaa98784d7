using System.Collections.Immutable;

namespace AutoClaw.Core.Pricing.Import;

/// <summary>One row of the price file to be.</summary>
public sealed record ImportedRow
{
    /// <summary>The entry's name in the source.</summary>
    public required string Entry { get; init; }

    public required string Provider { get; init; }

    public required string Model { get; init; }

    public ImmutableArray<string> Aliases { get; init; } = [];

    public bool Snapshots { get; init; }

    /// <summary>Never empty.</summary>
    public required ImmutableArray<ImportedTier> Tiers { get; init; }

    public DateOnly? ValidFrom { get; init; }

    public DateOnly? ValidTo { get; init; }

    public required string Source { get; init; }

    public DateOnly? RetiresOn { get; init; }

    internal bool Overlaps(ImportedRow other) =>
        (ValidTo is not { } to || other.ValidFrom is not { } otherFrom || otherFrom <= to)
        && (other.ValidTo is not { } otherTo || ValidFrom is not { } from || from <= otherTo);
}
