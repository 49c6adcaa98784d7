using AutoClaw.Core.Benchmark.Workloads.Generation;
using AutoClaw.Core.Wire;

namespace AutoClaw.Core.Benchmark.Workloads.Reasoning;

/// <summary>Stock keeping, tariffs, days of the calendar and orders of arrival: work by rules, whose result is one exact value.</summary>
internal static class ReasoningWorkload
{
    private static readonly Func<WorkloadDraft, ReasoningPuzzle>[] Puzzles = [StockPuzzle.Make, TariffPuzzle.Make, CalendarPuzzle.Make, OrderPuzzle.Make];

    public static BenchPrompt Generate(WorkloadDraft draft)
    {
        var puzzle = draft.Random.Pick(Puzzles)(draft);
        var before = "Solve the task below. Background notes may follow it; they change nothing.\n\n";
        var after = $"Work it out step by step and keep the working short. Then end with exactly one line that begins with \"ANSWER:\" followed by {puzzle.Form} and nothing else.";
        var room = draft.InputTokens - TokenEstimate.Of(before + puzzle.Task + after);
        var notes = new Filler(draft.Random, draft.Names).Text(room + 12);
        var text = before + puzzle.Task + "\n\n" + (notes.Length > 0 ? $"Background notes: {notes}\n\n" : string.Empty) + after;
        return draft.Prompt([new BenchMessage(MessageRole.User, text)], draft.Scaled(1600, 300), new MarkedAnswer(puzzle.Truth, puzzle.Kind), $"{puzzle.Working}\nANSWER: {puzzle.Truth}");
    }
}
