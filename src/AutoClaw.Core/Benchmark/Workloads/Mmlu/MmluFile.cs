using System.Collections.Immutable;
using AutoClaw.Core.Routing.Tuning;
using static System.FormattableString;

namespace AutoClaw.Core.Benchmark.Workloads.Mmlu;

/// <summary>Reads one subject's file: question, A, B, C, D, answer, without a header.</summary>
internal static class MmluFile
{
    public static ImmutableArray<MmluQuestion> Read(string subject, string name, string text, List<WorkloadProblem> problems)
    {
        var questions = ImmutableArray.CreateBuilder<MmluQuestion>();
        foreach (var (line, cells) in CsvRecords.Read(text.TrimStart('\uFEFF')))
        {
            if (cells.Length != 6)
            {
                problems.Add(new WorkloadProblem(name, line, Invariant($"{cells.Length} columns where question, A, B, C, D and answer are expected")));
            }
            else if (cells[5].Trim() is not [>= 'A' and <= 'D' and var answer])
            {
                problems.Add(new WorkloadProblem(name, line, $"the answer is \"{cells[5]}\" and not one of A, B, C, D"));
            }
            else
            {
                questions.Add(new MmluQuestion(subject, questions.Count + 1, cells[0].Trim(), [.. cells[1..5].Select(cell => cell.Trim())], answer));
            }
        }

        return questions.ToImmutable();
    }
}
