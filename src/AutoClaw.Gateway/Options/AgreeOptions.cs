namespace AutoClaw.Gateway.Options;

/// <summary>Who gives the second answer, and how alike it must be. Exactly one of the first two is set.</summary>
/// <param name="Engine">A local engine's id; null with <paramref name="Resample"/>.</param>
/// <param name="Resample">The engine that answered is asked once more.</param>
/// <param name="Similarity">
/// Least similarity of free texts, 0 to 1. 0.6: two phrasings of one short answer share well over half of their words, two answers to
/// different questions about a third.
/// </param>
public sealed record AgreeOptions(string? Engine = null, bool Resample = false, double Similarity = 0.6);
