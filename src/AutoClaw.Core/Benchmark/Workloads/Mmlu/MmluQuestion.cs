using System.Collections.Immutable;

namespace AutoClaw.Core.Benchmark.Workloads.Mmlu;

/// <summary>One question as its file has it.</summary>
/// <param name="Subject">As in the file's name, for example <c>high_school_physics</c>.</param>
/// <param name="Number">From 1, in the file's order.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Choices">Four, A to D.</param>
/// <param name="Answer">A to D.</param>
public sealed record MmluQuestion(string Subject, int Number, string Question, ImmutableArray<string> Choices, char Answer);
