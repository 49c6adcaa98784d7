using AutoClaw.Cli.Download;

namespace AutoClaw.Cli.EngineSetup;

/// <summary>How one way of installing went.</summary>
/// <param name="Source">Where the program came from.</param>
/// <param name="Problem">Why it did not work, as sentences; null: it is in place.</param>
/// <param name="Fetched">What was downloaded for it; null where others did that, so that it is unknown.</param>
internal sealed record SetupResult(string Source, string? Problem, DownloadResult? Fetched = null);
