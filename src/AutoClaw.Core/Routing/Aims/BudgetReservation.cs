using AutoClaw.Core.Model;

namespace AutoClaw.Core.Routing.Aims;

/// <summary>What one call under way holds of a budget.</summary>
/// <param name="Expected">What the call was expected to cost.</param>
/// <param name="Held">Picodollars held until it is settled.</param>
/// <param name="IsBounded">The answer's length was limited.</param>
public readonly record struct BudgetReservation(Money Expected, long Held, bool IsBounded);
