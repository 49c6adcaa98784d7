using AutoClaw.Core.Benchmark.Workloads;
using AutoClaw.Core.Benchmark.Workloads.Mmlu;

namespace AutoClaw.Tests.Benchmark.Workloads;

public sealed class MmluTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmlu").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Folder_WithQuotedFieldsAndLineBreaks_IsRead()
    {
        Write("test", "brano_lore", "\"Which, of these,\nis \"\"it\"\"?\",one,\"two, too\",three,four,B\r\nPlain?,a,b,c,d,D\r\n");
        Write("test", "algebra", "1+1?,1,2,3,4,B\n");
        var folder = MmluFolder.Read(_folder);
        Assert.Empty(folder.Problems);
        Assert.Equal([("algebra", 1), ("brano_lore", 1), ("brano_lore", 2)], folder.Questions.Select(question => (question.Subject, question.Number)));
        Assert.Equal("Which, of these,\nis \"it\"?", folder.Questions[1].Question);
        Assert.Equal(["one", "two, too", "three", "four"], folder.Questions[1].Choices.AsEnumerable());
        Assert.Equal(['B', 'B', 'D'], folder.Questions.Select(question => question.Answer));
    }

    [Fact]
    public void Folder_WithWrongRows_TellsAllOfThem()
    {
        Write("test", "algebra", "1+1?,1,2,3,4,B\n1+2?,1,2,3,C\n\n2+2?,1,2,3,4,E\n");
        Write("dev", "algebra", "x\n");
        var folder = MmluFolder.Read(_folder);
        Assert.Empty(folder.Questions);
        Assert.Equal(["algebra_test.csv:2", "algebra_test.csv:4", "algebra_dev.csv:1"], folder.Problems.Select(problem => $"{Path.GetFileName(problem.File)}:{problem.Line}"));
    }

    [Fact]
    public void Folder_WithoutFiles_IsAProblem() => Assert.Contains("no files", Assert.Single(MmluFolder.Read(_folder).Problems).Text, StringComparison.Ordinal);

    [Fact]
    public void ChainOfThought_AsksOneQuestion_AndReadsTheLetter()
    {
        Write("test", "brano_lore", "Which?,one,two,three,four,C\n");
        var prompt = Assert.Single(MmluFolder.Read(_folder).ChainOfThought());
        Assert.Equal(("mmlu-cot-0shot/brano_lore/1", "mmlu-cot-0shot"), (prompt.Id, prompt.Workload));
        Assert.EndsWith("about brano lore. Think it through step by step. Then finish with one line \"The answer is (X)\", where X is the letter of the right choice.\n\nWhich?\n(A) one\n(B) two\n(C) three\n(D) four\n", prompt.Messages[0].Text, StringComparison.Ordinal);
        Assert.True(prompt.Expected!.Score(prompt.Reference!).Correct);
        Assert.Equal(new MmluOutcome(MmluProtocol.ZeroShotChainOfThought, "brano_lore", false, false), MmluOutcome.Of(prompt, prompt.Expected.Score("Hm.")));
        Assert.Equal(new MmluOutcome(MmluProtocol.ZeroShotChainOfThought, "brano_lore", false, true), MmluOutcome.Of(prompt, prompt.Expected.Score("The answer is (A)")));
    }

    [Fact]
    public void Likelihood_ShowsFiveExamples_AndEndsBeforeTheLetter()
    {
        Write("test", "brano_lore", "Which?,one,two,three,four,C\n");
        Write("dev", "brano_lore", string.Concat(Enumerable.Range(1, 6).Select(i => $"Example {i}?,a,b,c,d,A\n")));
        var text = Assert.Single(MmluFolder.Read(_folder).Likelihood()).Messages[0].Text;
        Assert.StartsWith("The following are multiple choice questions (with answers) about brano lore.\n\nExample 1?\nA. a\nB. b\nC. c\nD. d\nAnswer: A\n\nExample 2?", text, StringComparison.Ordinal);
        Assert.EndsWith("Answer: A\n\nWhich?\nA. one\nB. two\nC. three\nD. four\nAnswer:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Example 6", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Likelihood_OfTooFewExamples_IsRefused()
    {
        Write("test", "brano_lore", "Which?,one,two,three,four,C\n");
        Write("dev", "brano_lore", "Example?,a,b,c,d,A\n");
        var folder = MmluFolder.Read(_folder);
        Assert.Equal(["brano_lore"], folder.SubjectsWithoutExamples().AsEnumerable());
        Assert.Throws<InvalidOperationException>(() => folder.Likelihood());
    }

    [Fact]
    public void MostLikely_OfTokens_IsALetterWithOrWithoutItsSpace()
    {
        Assert.Equal('C', MmluPrompts.MostLikely([(" The", -0.1), (" C", -1.5), ("B", -2), ("C", -9)]));
        Assert.Equal('A', MmluPrompts.MostLikely([("\u2581A", -0.5), (" B", -0.6)]));
        Assert.Null(MmluPrompts.MostLikely([(" The", -0.1), (" a", -0.2), (" E", -0.3), (" AB", -0.4)]));
        Assert.Null(MmluPrompts.MostLikely([(" A", -0.1), (" B", -0.1)]));
        Assert.Null(MmluPrompts.MostLikely([]));
    }

    [Fact]
    public void Figures_OfTwoProtocols_StandInTwoRows()
    {
        MmluOutcome Cot(string subject, bool correct, bool parsed = true) => new(MmluProtocol.ZeroShotChainOfThought, subject, correct, parsed);
        var rows = MmluFigures.Of([Cot("a", true), Cot("a", true), Cot("a", false), Cot("a", false, false), Cot("b", true), new(MmluProtocol.FiveShotLikelihood, "a", false, true)]);
        Assert.Equal([MmluProtocol.ZeroShotChainOfThought, MmluProtocol.FiveShotLikelihood], rows.Select(row => row.Protocol));

        // By hand: 3 of 5 are right; (2/4 + 1/1) / 2.
        Assert.Equal((5, 0.6, 0.75, 1), (rows[0].Questions, rows[0].Micro, rows[0].Macro, rows[0].ParseFailures));
        Assert.Equal((1, 0.0, 0.0, 0), (rows[1].Questions, rows[1].Micro, rows[1].Macro, rows[1].ParseFailures));
        Assert.Empty(MmluFigures.Of([]));
    }

    private void Write(string part, string subject, string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder, part));
        File.WriteAllText(Path.Combine(_folder, part, $"{subject}_{part}.csv"), text);
    }
}
