namespace AutoClaw.Gateway.Ledger;

/// <summary>One line of a usage report.</summary>
/// <param name="Name">The engine, model, route, place, key id, UTC day (yyyy-mm-dd) or UTC hour (yyyy-mm-ddThh); <c>(none)</c> for requests without a key.</param>
/// <param name="Simulated">True where the built-in simulator answered: neither answers nor money are real.</param>
/// <param name="Sums">Its sums.</param>
public sealed record UsageRow(string Name, bool Simulated, UsageSums Sums);
