using System.Collections.Immutable;
using static System.FormattableString;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>The user's own prompts, one JSON object a line. Either all of it is right or it is not used: a benchmark of half a file would not be noticed.</summary>
/// <param name="Prompts">In the file's order; empty where there are problems.</param>
/// <param name="Problems">All of them, each with its line.</param>
public sealed record WorkloadFile(ImmutableArray<BenchPrompt> Prompts, ImmutableArray<WorkloadProblem> Problems)
{
    /// <summary>Prompts of one file.</summary>
    public const int MostPrompts = 100_000;

    /// <summary>Characters of one line.</summary>
    public const int MostLineLength = 4 * 1024 * 1024;

    /// <summary>Problems that are told one by one.</summary>
    public const int MostProblems = 100;

    /// <summary>What an answer may have where its line doesn't say.</summary>
    public const int DefaultMaxTokens = 1024;

    /// <summary>Reads a whole file.</summary>
    /// <param name="reader">Its text.</param>
    /// <param name="name">The file's name, for problems; without folder and ending it is the workload of lines that name none.</param>
    public static WorkloadFile Read(TextReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var workload = Path.GetFileNameWithoutExtension(name);
        var prompts = ImmutableArray.CreateBuilder<BenchPrompt>();
        var problems = new List<WorkloadProblem>();
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            text = line == 1 ? text.TrimStart('\uFEFF') : text;
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            var parsed = new WorkloadLine(workload, Invariant($"line-{line}"));
            var prompt = text.Length > MostLineLength ? parsed.Refuse(Invariant($"the line has {text.Length} characters; at most {MostLineLength} are read")) : parsed.Read(text);
            problems.AddRange(parsed.Problems.Select(problem => new WorkloadProblem(name, line, problem)));
            if (prompt is null)
            {
                continue;
            }

            if (!ids.TryAdd(prompt.Id, line))
            {
                problems.Add(new WorkloadProblem(name, line, Invariant($"id \"{prompt.Id}\" is already that of line {ids[prompt.Id]}")));
            }

            prompts.Add(prompt);
            if (prompts.Count > MostPrompts)
            {
                problems.Add(new WorkloadProblem(name, line, Invariant($"more than {MostPrompts} prompts")));
                break;
            }
        }

        if (prompts.Count == 0 && problems.Count == 0)
        {
            problems.Add(new WorkloadProblem(name, Math.Max(1, line), "the file has no prompts"));
        }

        return new WorkloadFile(problems.Count == 0 ? prompts.ToImmutable() : [], Shortened(problems, name));
    }

    private static ImmutableArray<WorkloadProblem> Shortened(List<WorkloadProblem> problems, string name) => problems.Count <= MostProblems
        ? [.. problems]
        : [.. problems.Take(MostProblems), new WorkloadProblem(name, problems[MostProblems].Line, Invariant($"and {problems.Count - MostProblems} problems more"))];
}
