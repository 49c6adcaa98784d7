using System.Collections.Immutable;
using AutoClaw.Core.Advisor.BreakEvens;
using AutoClaw.Core.Advisor.Uncertainties;

namespace AutoClaw.Core.Advisor.Recommendations;

/// <summary>What to run, why, at what cost, and what would change that.</summary>
public sealed record Advice
{
    /// <summary>Null: nothing meets all constraints.</summary>
    public required Architecture? Recommended { get; init; }

    /// <summary>What the rule of thumb says for the priority.</summary>
    public required Architecture TableSays { get; init; }

    public required ImmutableArray<AdviceReason> Reasons { get; init; }

    /// <summary>All four, in the order of <see cref="Architecture"/>.</summary>
    public required ImmutableArray<ArchitectureOutcome> Architectures { get; init; }

    /// <summary>Of every two.</summary>
    public required ImmutableArray<BreakEven> BreakEvens { get; init; }

    /// <summary>Of the recommended one, or of all-cloud where there is none; what matters most first.</summary>
    public required ImmutableArray<TornadoBar> Tornado { get; init; }

    public required ImmutableArray<Flip> Flips { get; init; }

    /// <summary>What was reckoned with: the inputs, with what was measured in place of what was assumed.</summary>
    public required AdvisorInputs Inputs { get; init; }

    /// <summary>True where the numbers lead elsewhere than the rule of thumb.</summary>
    public bool DiffersFromTable => Recommended != TableSays;
}
