namespace AutoClaw.Cli.EngineSetup;

/// <summary>What was installed, noted beside it.</summary>
/// <param name="Source">Where it came from.</param>
/// <param name="Version">As the program says it.</param>
/// <param name="InstalledAt">When it was put in place.</param>
internal sealed record EngineNote(string Source, string Version, DateTimeOffset InstalledAt);
