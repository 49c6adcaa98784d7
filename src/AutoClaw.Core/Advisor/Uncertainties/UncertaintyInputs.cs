using System.Collections.Immutable;

namespace AutoClaw.Core.Advisor.Uncertainties;

/// <summary>How far off the inputs may be, and how often to draw them.</summary>
public sealed record UncertaintyInputs
{
    /// <summary>Draws; each takes all inputs anew.</summary>
    public required int Samples { get; init; }

    /// <summary>The same seed gives the same draws.</summary>
    public required long Seed { get; init; }

    /// <summary>At most one an input; an input without one is taken as it is.</summary>
    public required ImmutableArray<InputRange> Ranges { get; init; }
}
