using System.Text.RegularExpressions;
using AutoClaw.Core.Benchmark.Workloads;

namespace AutoClaw.Tests.Benchmark.Workloads;

public class CitedAnswerTests
{
    private static readonly CitedAnswer One = new("1487", [3], 9);
    private static readonly CitedAnswer Two = new("Brano lamp", [3, 7], 9);
    private static readonly CitedAnswer None = new(null, [], 9);

    [Theory]
    [InlineData("Answer: 1487\nIt says so [3].")]
    [InlineData("**Answer:** 1,487 [3]")]
    [InlineData("answer: **1 487 people**.\nPassage [3]; [4] is about another one.")]
    public void Value_WithItsPassage_IsCorrect(string answer) => Assert.True(One.Score(answer).Correct);

    [Theory]
    [InlineData("Answer: Brano lamp\nSupplier [3], article [7].")]
    [InlineData("Answer: the brano LAMP [3, 7]")]
    [InlineData("Answer: \"Brano lamp\".\nSee [3][7].")]
    public void Value_OfTwoPassages_NeedsBoth(string answer) => Assert.True(Two.Score(answer) is { Correct: true, Value: 1 });

    [Theory]
    [InlineData("Answer: Brano lamp\nSee [3].", (2 + (2 / 3.0)) / 3)]
    [InlineData("Answer: Brano lamp", 2 / 3.0)]
    [InlineData("Answer: Brano lamp\n[1][2][3][4][5][6][7][8][9]", (2 + (4 / 11.0)) / 3)]
    [InlineData("Answer: Brano lamp\nSee [3], [7], [8] and [9].", (2 + (4 / 6.0)) / 3)]
    [InlineData("Answer: Tolvi lamp\nSee [3] and [7].", 0)]
    [InlineData("Answer: Brano lamp, Tolvi lamp, Seka drill [3][7]", 0)]
    [InlineData("Answer: Tolvi lamp\nAnswer: Brano lamp\n[3][7]", 0)]
    [InlineData("Answer: not in the passages", 0)]
    [InlineData("The Brano lamp [3][7].", 0)]
    [InlineData("Answer: Bra", 0)]
    public void Value_HalfRight_IsNotCorrect(string answer, double value)
    {
        var score = Two.Score(answer);
        Assert.False(score.Correct);
        Assert.Equal(value, score.Value, 9);
    }

    [Theory]
    [InlineData("Answer: not in the passages\nThey are silent on it.", true)]
    [InlineData("**Answer: Not in the passages.**", true)]
    [InlineData("Answer: 1487 [3]", false)]
    [InlineData("Answer: 1487\nAnswer: not in the passages", false)]
    [InlineData("I can't say.", false)]
    public void Abstention_HasItsForm(string answer, bool correct) => Assert.Equal(correct, None.Score(answer).Correct);

    [Fact]
    public void Question_IsAnswerableExactlyWhereAPassageSaysIt()
    {
        var none = 0;
        var two = 0;
        for (var index = 0; index < 400; index++)
        {
            var prompt = BenchWorkloads.Find("retrieval-qa")!.Generate(21, index, index % 2 == 0 ? 1 : 0.05);
            var text = prompt.Messages[0].Text;
            var expected = (CitedAnswer)prompt.Expected!;
            var question = Regex.Match(text, "Question: (.*)").Groups[1].Value;
            var company = Regex.Match(question, @"[A-Z][a-z]+ (?:Freight|Foods|Instruments|Textiles|Optics|Ceramics|Timber|Pumps)").Value;
            var passages = Regex.Matches(text, @"^\[(\d+)\] (.*)$", RegexOptions.Multiline).ToDictionary(match => int.Parse(match.Groups[1].Value, null), match => match.Groups[2].Value);
            var about = passages.Single(passage => passage.Value.Contains($"{company} buys its material", StringComparison.Ordinal));
            var source = about;
            if (question.Contains("supplier", StringComparison.Ordinal))
            {
                company = Regex.Match(about.Value, @"from its supplier ([^.]+)\.").Groups[1].Value;
                source = passages.Single(passage => passage.Value.Contains($"{company} buys its material", StringComparison.Ordinal));
                two++;
            }

            string[] signs = question switch
            {
                _ when question.Contains("founded", StringComparison.Ordinal) => [$"{company} was founded in the year (.*?)\\."],
                _ when question.Contains("employ", StringComparison.Ordinal) => [$"{company} employs (.*?) people\\."],
                _ when question.Contains("leads", StringComparison.Ordinal) => [$"workshop of {company} is led by (.*?)\\."],
                _ when question.Contains("best-selling", StringComparison.Ordinal) => [$"article of {company} is the (.*?)\\."],
                _ when question.Contains("archive", StringComparison.Ordinal) => [$"archive of {company} is kept in (.*?)\\."],
                _ when question.Contains("machines", StringComparison.Ordinal) => [$"hall {company} runs (.*?) machines\\."],
                _ when question.Contains("move", StringComparison.Ordinal) => [$"{company} moved to its present building in the year (.*?)\\."],
                _ => [$"accounts of {company} are checked by (.*?)\\."],
            };
            var said = passages.SelectMany(passage => Regex.Matches(passage.Value, signs[0]).Select(match => (passage.Key, match.Groups[1].Value))).ToArray();
            none += expected.Truth is null ? 1 : 0;
            Assert.Equal(expected.Truth is null ? [] : [(source.Key, expected.Truth)], said);
            Assert.Equal(expected.Truth is null ? [] : new[] { about.Key, source.Key }.Distinct(), expected.Passages);
        }

        Assert.InRange(none, 70, 130);
        Assert.InRange(two, 90, 160);
    }

    [Fact]
    public void Answer_ThatAlwaysAbstains_EarnsTheUnanswerableShareOnly()
    {
        var correct = Enumerable.Range(0, 400).Count(index =>
            BenchWorkloads.Find("retrieval-qa")!.Generate(22, index, 0.05).Expected!.Score("Answer: not in the passages").Correct);
        Assert.InRange(correct, 70, 130);
    }
}
