namespace AutoClaw.Core.Benchmark.Workloads.Reasoning;

/// <summary>One task with its truth.</summary>
/// <param name="Task">Setting, steps or clues, and the question.</param>
/// <param name="Form">What has to stand behind the marker.</param>
/// <param name="Truth">The answer in that form.</param>
/// <param name="Kind">How it is compared.</param>
/// <param name="Working">How one gets there, for the reference.</param>
internal sealed record ReasoningPuzzle(string Task, string Form, string Truth, MarkedAnswerKind Kind, string Working);
