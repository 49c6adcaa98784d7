namespace AutoClaw.Gateway.Ledger;

/// <summary>What attempts have in common that are summed together.</summary>
/// <param name="Hour">Whole hours since 1970 at which they were received.</param>
/// <param name="Route">As in the ledger.</param>
/// <param name="Engine">As in the ledger.</param>
/// <param name="Model">As in the ledger.</param>
/// <param name="Place">As in the ledger.</param>
/// <param name="Key">The key's id, or <c>(none)</c>.</param>
/// <param name="Simulated">As in the ledger.</param>
internal readonly record struct UsageKey(long Hour, string Route, string Engine, string Model, long Place, string Key, bool Simulated);
