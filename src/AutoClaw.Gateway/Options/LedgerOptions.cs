namespace AutoClaw.Gateway.Options;

/// <summary>Where the record of every attempt is kept.</summary>
/// <param name="Path">The SQLite file; null: <c>ledger.db</c> in AutoClaw's data folder.</param>
public sealed record LedgerOptions(string? Path = null);
