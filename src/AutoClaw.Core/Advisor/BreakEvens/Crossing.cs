namespace AutoClaw.Core.Advisor.BreakEvens;

/// <summary>A volume at which the cheaper of two architectures changes.</summary>
/// <param name="RequestsPerMonth">Up to it the one, above it the other.</param>
/// <param name="CheaperBelow">The one.</param>
/// <param name="CheaperAbove">The other.</param>
/// <param name="AtStep">True where a replica more makes the difference, so that the costs are never the same.</param>
public readonly record struct Crossing(double RequestsPerMonth, Architecture CheaperBelow, Architecture CheaperAbove, bool AtStep);
