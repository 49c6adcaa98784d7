namespace AutoClaw.Cli.EngineSetup;

/// <summary>How one way of installing went.</summary>
/// <param name="Source">Where the program came from.</param>
/// <param name="Problem">Why it did not work, as sentences; null: it is in place.</param>
internal sealed record SetupResult(string Source, string? Problem);
