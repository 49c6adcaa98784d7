namespace AutoClaw.Core.Verify.Training;

/// <summary>What one model made of a question.</summary>
/// <param name="Answer">Its final answer; null where none was found.</param>
/// <param name="Score">What it was worth, 0 to 1.</param>
/// <param name="Chars">Length of the whole answer in characters.</param>
public sealed record RecordedAnswer(FinalAnswer? Answer, double Score, int Chars);
