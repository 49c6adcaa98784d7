using System.Collections.Immutable;

namespace AutoClaw.Core.Advisor;

/// <summary>What rules an architecture out, whatever it costs.</summary>
public sealed record ConstraintInputs
{
    /// <summary>Share of the tokens that may not leave; null: all of them where privacy or compliance comes first, else none.</summary>
    public double? MustStayLocalShare { get; init; }

    /// <summary>Where others may answer; empty: anywhere.</summary>
    public ImmutableArray<string> AllowedRegions { get; init; } = [];

    /// <summary>Longest median time until the answer's first token, in milliseconds; null: any.</summary>
    public double? FirstAnswerMs { get; init; }

    /// <summary>Lowest quality; null: 95% of the best that is admitted where cost comes first, else any.</summary>
    public double? MinimumQuality { get; init; }

    /// <summary>Most that a month may cost; null: any.</summary>
    public double? MonthlyUsd { get; init; }
}
