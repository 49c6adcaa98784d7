using System.Collections.Immutable;
using static System.FormattableString;

namespace AutoClaw.Core.Benchmark.Workloads.Mmlu;

/// <summary>The user's copy of MMLU: <c>test/SUBJECT_test.csv</c>, and <c>dev/SUBJECT_dev.csv</c> for the examples.</summary>
/// <param name="Questions">Of the test files, by subject and number; empty where there are problems.</param>
/// <param name="Examples">Of the dev files, by subject.</param>
/// <param name="Problems">All of them, each with its file and line.</param>
public sealed record MmluFolder(
    ImmutableArray<MmluQuestion> Questions,
    ImmutableSortedDictionary<string, ImmutableArray<MmluQuestion>> Examples,
    ImmutableArray<WorkloadProblem> Problems)
{
    /// <summary>Characters of one file.</summary>
    public const int MostFileLength = 16 * 1024 * 1024;

    /// <summary>How many examples the likelihood protocol shows.</summary>
    public const int Shots = 5;

    /// <summary>Reads the folder.</summary>
    public static MmluFolder Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var problems = new List<WorkloadProblem>();
        var test = Subjects(folder, "test", problems);
        var dev = Subjects(folder, "dev", problems);
        if (test.Count == 0 && problems.Count == 0)
        {
            problems.Add(new WorkloadProblem(Path.Combine(folder, "test"), 1, "no files SUBJECT_test.csv"));
        }

        return problems.Count > 0
            ? new MmluFolder([], ImmutableSortedDictionary<string, ImmutableArray<MmluQuestion>>.Empty, [.. problems.Take(WorkloadFile.MostProblems)])
            : new MmluFolder([.. test.Values.SelectMany(questions => questions)], dev, []);
    }

    /// <summary>Prompts of the protocol that any chat API can answer.</summary>
    public ImmutableArray<BenchPrompt> ChainOfThought() => [.. Questions.Select(MmluPrompts.ChainOfThought)];

    /// <summary>Prompts that end in <c>Answer:</c> and are to be continued by one token. Throws where a subject has too few examples: fewer would be another protocol.</summary>
    /// <exception cref="InvalidOperationException">A subject has no five examples; see <see cref="SubjectsWithoutExamples"/>.</exception>
    public ImmutableArray<BenchPrompt> Likelihood() => SubjectsWithoutExamples().Length > 0
        ? throw new InvalidOperationException($"Fewer than {Shots} examples: {string.Join(", ", SubjectsWithoutExamples())}")
        : [.. Questions.Select(question => MmluPrompts.Likelihood(question, Examples[question.Subject][..Shots]))];

    /// <summary>Subjects that the likelihood protocol can't ask.</summary>
    public ImmutableArray<string> SubjectsWithoutExamples() =>
        [.. Questions.Select(question => question.Subject).Distinct().Where(subject => !Examples.TryGetValue(subject, out var examples) || examples.Length < Shots)];

    private static ImmutableSortedDictionary<string, ImmutableArray<MmluQuestion>> Subjects(string folder, string part, List<WorkloadProblem> problems)
    {
        var subjects = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<MmluQuestion>>(StringComparer.Ordinal);
        var path = Path.Combine(folder, part);
        var ending = $"_{part}.csv";
        foreach (var file in Directory.Exists(path) ? Directory.EnumerateFiles(path, "*" + ending).Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
        {
            if (new FileInfo(file).Length > MostFileLength)
            {
                problems.Add(new WorkloadProblem(file, 1, Invariant($"the file is larger than {MostFileLength} bytes")));
                continue;
            }

            var subject = Path.GetFileName(file)[..^ending.Length];
            subjects[subject] = MmluFile.Read(subject, file, File.ReadAllText(file), problems);
        }

        return subjects.ToImmutable();
    }
}
