using System.Globalization;
using System.Text.RegularExpressions;
using AutoClaw.Core.Benchmark.Workloads;

namespace AutoClaw.Tests.Benchmark.Workloads;

public class PlantedFactsTests
{
    private static readonly PlantedFacts Expected = new()
    {
        Facts = [new("Brano", 12400, "Seka Tolvi", new DateOnly(2031, 3, 14)), new("Kiro", 3500, "Nuri Pasel", new DateOnly(2032, 5, 1))],
        Unwanted = ["Zalmo"],
        Source = "Brano got 12,400 credits, Seka Tolvi, 14 March 2031. Kiro got 3,500, Nuri Pasel, 1 May 2032. Zalmo got 7,100 not. 4,321 trees. 2030-01-01.",
        MostWords = 40,
    };

    [Theory]
    [InlineData("Talk.\n- Brano: 12,400 credits, Seka Tolvi, 14 March 2031\n- Kiro: 3,500 credits, Nuri Pasel, 1 May 2032")]
    [InlineData("1. **Brano**: 12 400 credits, Seka Tolvi, 2031-03-14\n2. **Kiro**: 3500 credits (Nuri Pasel), May 1, 2032")]
    [InlineData("| Brano | 12400 | Seka Tolvi | March 14th, 2031 |\r\n| Kiro | 3'500 | Nuri Pasel | 1st of May 2032 |")]
    [InlineData("Of 3 projects 2 were approved, and 4,321 trees counted. Brano and Kiro are new.\nBy 14 March 2031 Seka Tolvi will finish Brano for 12,400.\n• Kiro - 3,500 - NURI PASEL - 1 May 2032")]
    public void Summary_WithAllFacts_IsCorrectInOtherWords(string answer) => Assert.True(Expected.Score(answer) is { Value: 1, Correct: true });

    [Theory]
    [InlineData("- Brano: 12,400 credits, Seka Tolvi, 14 March 2031", 0.5)]
    [InlineData("- Brano: 12,400 credits, Seka Tolvi, 14 March 2031\n- Kiro: 3,500 cre", 4 / 6.0)]
    [InlineData("- Brano: 3,500 credits, Nuri Pasel, 1 May 2032\n- Kiro: 12,400 credits, Seka Tolvi, 14 March 2031", 0)]
    [InlineData("- Brano, Kiro: 12,400, 3,500, Seka Tolvi, Nuri Pasel, 14 March 2031, 1 May 2032", 0)]
    [InlineData("- Brano: 12,400, 3,500, Seka Tolvi, Nuri Pasel, 14 March 2031, 1 May 2032\n- Kiro: 12,400, 3,500, Seka Tolvi, Nuri Pasel, 14 March 2031, 1 May 2032", 0)]
    [InlineData("- Brano: 12,400\n- Brano: 3,500\n- Kiro: 3,500\n- Kiro: 12,400", 0)]
    [InlineData("- Brano: 12,400 credits, Seka Tolvi, 14 March 2031\n- Kiro: 3,500 credits, Nuri Pasel, 1 May 2032\n- Zalmo: 7,100", 0.9)]
    [InlineData("15,900 in all.\n- Brano: 12,400 credits, Seka Tolvi, 14 March 2031\n- Kiro: 3,500 credits, Nuri Pasel, 1 May 2032", 0.9)]
    [InlineData("- Brano: 12,400 credits, Seka Tolvi, 14 March 2031\n- Kiro: 3,600 credits, Nuri Pasel, 2 May 2032", (4 / 6.0) - 0.2)]
    public void Summary_HalfRightOrWithWrongNumbers_LosesByThem(string answer, double value)
    {
        var score = Expected.Score(answer);
        Assert.Equal(value, score.Value, 9);
        Assert.False(score.Correct);
    }

    [Fact]
    public void Summary_ThatIsTheSource_IsTooLong()
    {
        var prompt = BenchWorkloads.Find("long-summary")!.Generate(1, 1);
        var expected = (PlantedFacts)prompt.Expected!;
        var score = expected.Score(prompt.Reference + "\n" + expected.Source);
        Assert.Equal(0, score.Parts["length_kept"]);
        Assert.False(score.Correct);
    }

    [Fact]
    public void Minutes_ApproveExactlyTheFacts()
    {
        for (var index = 0; index < 100; index++)
        {
            var expected = (PlantedFacts)BenchWorkloads.Find("long-summary")!.Generate(2, index, index % 2 == 0 ? 1 : 0.05).Expected!;
            var approvals = Regex.Matches(expected.Source, @"[^.\n]*(?<!not )\bapproved\b[^.\n]*\.").Select(match => match.Value).ToArray();
            Assert.Equal(expected.Facts.Length, approvals.Length);
            Assert.All(expected.Facts, fact => Assert.Single(approvals, text => text.Contains(fact.Project, StringComparison.Ordinal)
                && text.Contains(fact.Person, StringComparison.Ordinal)
                && text.Contains(fact.Amount.ToString("#,##0", CultureInfo.InvariantCulture), StringComparison.Ordinal)
                && text.Contains(fact.Day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture), StringComparison.Ordinal)));
            Assert.All(expected.Unwanted, project => Assert.Contains(project, expected.Source, StringComparison.Ordinal));
        }
    }
}
