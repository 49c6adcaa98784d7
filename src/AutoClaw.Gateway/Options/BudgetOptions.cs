using AutoClaw.Core.Routing.Aims;

namespace AutoClaw.Gateway.Options;

/// <summary>What a route's cloud engines may cost.</summary>
/// <param name="Usd">US dollars a period; above zero.</param>
/// <param name="Per">The period, in UTC.</param>
public sealed record BudgetOptions(decimal Usd, BudgetPeriod Per);
