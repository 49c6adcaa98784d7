namespace AutoClaw.Gateway.Options;

/// <summary>How likely the engine must have found its own tokens.</summary>
/// <param name="Min">Natural logarithm of the probability, at most 0.</param>
/// <param name="Quantile">Which of the tokens, from the least likely (0) to the most likely (1), must reach it.</param>
public sealed record LogprobsOptions(double Min, double Quantile = 0.05);
