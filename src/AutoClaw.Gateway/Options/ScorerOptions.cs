namespace AutoClaw.Gateway.Options;

/// <summary>A learned check of prompt and answer.</summary>
/// <param name="Max">Most quality that the cloud may be expected to gain, -1 to 1: a kept answer is expected to lose no more.</param>
public sealed record ScorerOptions(double Max);
