namespace AutoClaw.Gateway.Options;

/// <summary>How the built-in simulator answers.</summary>
/// <param name="Ttft">Time to the first token.</param>
/// <param name="TokensPerSecond">Pace after the first token; 0: as fast as it can.</param>
/// <param name="OutputTokens">Length of an answer when the client sets no limit.</param>
public sealed record SimulatorOptions(TimeSpan Ttft, double TokensPerSecond, int OutputTokens);
