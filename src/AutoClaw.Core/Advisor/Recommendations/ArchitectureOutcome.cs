using System.Collections.Immutable;
using AutoClaw.Core.Advisor.Cost;
using AutoClaw.Core.Advisor.Uncertainties;
using AutoClaw.Core.Advisor.Uptimes;

namespace AutoClaw.Core.Advisor.Recommendations;

/// <summary>All that is known of one architecture.</summary>
public sealed record ArchitectureOutcome
{
    public required Architecture Architecture { get; init; }

    /// <summary>True where it meets every constraint.</summary>
    public required bool Admitted { get; init; }

    /// <summary>Why not.</summary>
    public required ImmutableArray<AdviceReason> Exclusions { get; init; }

    public required CostBreakdown Cost { get; init; }

    public required CostRange Range { get; init; }

    /// <summary>Months until bought hardware is saved against all-cloud; null: never, or nothing is bought.</summary>
    public required double? PaybackMonths { get; init; }

    public required double Quality { get; init; }

    /// <summary>Median, until the answer itself begins.</summary>
    public required double FirstAnswerMs { get; init; }

    public required double SetupDays { get; init; }

    public required UptimeEstimate Uptime { get; init; }
}
