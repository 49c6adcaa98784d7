using System.Collections.Immutable;

namespace AutoClaw.Core.Advisor.BreakEvens;

/// <summary>All volumes of a range at which the cheaper of two architectures changes: none, one or, since replicas come one by one, several.</summary>
public sealed record BreakEven
{
    public required Architecture First { get; init; }

    public required Architecture Second { get; init; }

    /// <summary>Lowest volume looked at, requests a month.</summary>
    public required double From { get; init; }

    /// <summary>Highest volume looked at.</summary>
    public required double To { get; init; }

    /// <summary>Ascending. Empty: never, within the range.</summary>
    public required ImmutableArray<Crossing> Crossings { get; init; }

    /// <summary>The cheaper one before the first crossing; null where both cost the same all along.</summary>
    public required Architecture? CheaperAtFirst { get; init; }

    /// <summary>False where the steps were too many to be looked at one by one; the crossings are then the first ones.</summary>
    public bool Complete { get; init; } = true;

    /// <summary>The cheaper one after the last crossing that was found.</summary>
    public Architecture? CheaperAtLast => Crossings.IsEmpty ? CheaperAtFirst : Crossings[^1].CheaperAbove;
}
