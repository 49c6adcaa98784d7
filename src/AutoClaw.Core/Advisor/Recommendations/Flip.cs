using AutoClaw.Core.Advisor.Uncertainties;

namespace AutoClaw.Core.Advisor.Recommendations;

/// <summary>How far one input may go before the advice is another one, all others as named.</summary>
/// <param name="Variable">The input.</param>
/// <param name="Unit">Of its values.</param>
/// <param name="Now">Its value.</param>
/// <param name="From">Lowest value looked at.</param>
/// <param name="To">Highest value looked at.</param>
/// <param name="Value">The nearest value of another advice; null: none in the range.</param>
/// <param name="Becomes">That advice; null: none, or nothing is admitted there.</param>
public sealed record Flip(AdvisorVariable Variable, string Unit, double Now, double From, double To, double? Value, Architecture? Becomes);
