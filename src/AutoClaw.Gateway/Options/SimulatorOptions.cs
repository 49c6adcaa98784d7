namespace AutoClaw.Gateway.Options;

/// <summary>How the built-in simulator answers.</summary>
/// <param name="Ttft">Time to the first token.</param>
/// <param name="TokensPerSecond">Pace after the first token; 0: as fast as it can.</param>
/// <param name="OutputTokens">Length of an answer when the client sets no limit.</param>
public sealed record SimulatorOptions(TimeSpan Ttft, double TokensPerSecond, int OutputTokens)
{
    /// <summary>Like a small model on a desktop's GPU.</summary>
    public static readonly SimulatorOptions Local = new(TimeSpan.FromMilliseconds(60), 90, 64);

    /// <summary>Like a hosted model over the internet.</summary>
    public static readonly SimulatorOptions Cloud = new(TimeSpan.FromMilliseconds(265), 150, 64);
}
