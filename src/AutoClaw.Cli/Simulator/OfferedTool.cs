namespace AutoClaw.Cli.Simulator;

/// <summary>A function that the client offers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">Where the JSON schema of its parameters lies in the body; empty if it takes none.</param>
internal readonly record struct OfferedTool(string Name, Range Schema);
