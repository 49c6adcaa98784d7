using System.Globalization;
using System.Text.RegularExpressions;
using AutoClaw.Core.Benchmark.Workloads;
using AutoClaw.Core.Benchmark.Workloads.Summary;
using AutoClaw.Core.Benchmark.Workloads.Support;

namespace AutoClaw.Tests.Benchmark.Workloads;

/// <summary>What docs/workloads.md says is what the code does.</summary>
public class WorkloadsDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(MarkedDocument.Root, "docs", "workloads.md"));

    [Fact]
    public void Table_NamesEveryWorkloadWithItsTokens() => Assert.All(BenchWorkloads.All, workload => Assert.Matches(
        Invariant($"\\| `{workload.Name}` \\| [^|]+ \\| {workload.InputTokens:#,##0} / {workload.OutputTokens} \\|"), Document));

    [Fact]
    public void Parts_ThatAnswersHave_AreAllDescribed()
    {
        foreach (var workload in BenchWorkloads.All)
        {
            var section = Regex.Match(Document, $"### {workload.Name}\n(.*?)(?=\n##)", RegexOptions.Singleline).Groups[1].Value;
            var parts = Enumerable.Range(0, 40).SelectMany(index => workload.Generate(1, index, 0.05) is var prompt ? prompt.Expected!.Score(prompt.Reference!).Parts.Keys : []).Distinct();
            Assert.All(parts, part => Assert.Contains($"| `{part}` |", section, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Example_IsReadAsAFile()
    {
        var lines = Regex.Match(Document, "```json\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        var file = WorkloadFile.Read(new StringReader(lines), "mine.jsonl");
        Assert.Empty(file.Problems);
        Assert.Equal(2, file.Prompts.Length);
        Assert.All(Regex.Matches(Document, @"^\| `(\{""\w+"": [^`…]+\})`", RegexOptions.Multiline), form =>
            Assert.Empty(WorkloadFile.Read(new StringReader($$"""{"prompt": "x", "expected": {{form.Groups[1].Value}}}"""), "mine.jsonl").Problems));
    }

    [Fact]
    public void Limits_AreThose()
    {
        foreach (var limit in new[] { WorkloadFile.MostPrompts, WorkloadFile.MostLineLength, WorkloadFile.DefaultMaxTokens, WorkloadLine.MostMessages, WorkloadLine.MostMaxTokens, WorkloadLine.MostNameLength, ExpectationReader.MostTexts, ExpectationReader.MostPatternLength, SummaryWorkload.MostWords, SupportWorkload.MostWords, PlantedFacts.LeastAmount, PlantedFacts.MostCount })
        {
            Assert.Matches($@"(?<![\d,]){limit.ToString("#,##0", CultureInfo.InvariantCulture)}(?![\d,]\d)", Document);
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
