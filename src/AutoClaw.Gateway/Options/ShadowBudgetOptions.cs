namespace AutoClaw.Gateway.Options;

/// <summary>What copies and judges of a route may cost together.</summary>
/// <param name="Usd">US dollars; 0: only what costs nothing.</param>
/// <param name="Per"><c>day</c> or <c>month</c>, by UTC's calendar.</param>
public sealed record ShadowBudgetOptions(decimal Usd, string Per = "month");
