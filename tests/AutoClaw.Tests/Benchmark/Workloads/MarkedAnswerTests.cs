using AutoClaw.Core.Benchmark.Workloads;

namespace AutoClaw.Tests.Benchmark.Workloads;

public class MarkedAnswerTests
{
    [Theory]
    [InlineData("ANSWER: 1234")]
    [InlineData("Work.\nANSWER: 1,234")]
    [InlineData("**ANSWER:** 1 234")]
    [InlineData("ANSWER: **1\u202F234 crates**.")]
    [InlineData("> Answer: 1234.00")]
    [InlineData("Final answer: 1'234 cents\n")]
    [InlineData("ANSWER: 1234\nChecked again:\nANSWER: 1,234")]
    [InlineData("ANSWER: $1,234")]
    public void Number_InAnyUsualForm_IsCorrect(string answer) =>
        Assert.True(new MarkedAnswer("1234", MarkedAnswerKind.Number).Score(answer) is { Correct: true, Value: 1 });

    [Theory]
    [InlineData("1234", 0)]
    [InlineData("The answer is 1234", 0)]
    [InlineData("ANSWER:", 0)]
    [InlineData("ANSWER: 1233", 1)]
    [InlineData("ANSWER: 12", 1)]
    [InlineData("ANSWER: -1234", 1)]
    [InlineData("ANSWER: 1234 or 1235", 1)]
    [InlineData("ANSWER: 1233\nANSWER: 1234\nANSWER: 1235", 1)]
    [InlineData("ANSWER: 1234.5", 1)]
    [InlineData("ANSWER: 1,2,3,4", 1)]
    public void Number_WrongUnmarkedOrOneOfMany_IsNot(string answer, double marked)
    {
        var score = new MarkedAnswer("1234", MarkedAnswerKind.Number).Score(answer);
        Assert.False(score.Correct);
        Assert.Equal(0, score.Value);
        Assert.Equal(marked, score.Parts["marked"]);
    }

    [Theory]
    [InlineData("ANSWER: 2031-03-14", true)]
    [InlineData("ANSWER: Friday, 14 March 2031", true)]
    [InlineData("ANSWER: March 14th, 2031", true)]
    [InlineData("ANSWER: 03/14/2031", false)]
    [InlineData("ANSWER: 2031-03-15", false)]
    [InlineData("ANSWER: 2031-03-14 to 2031-03-15", false)]
    [InlineData("ANSWER: 2031-13-14", false)]
    public void Day_IsComparedAsDay(string answer, bool correct) =>
        Assert.Equal(correct, new MarkedAnswer("2031-03-14", MarkedAnswerKind.Day).Score(answer).Correct);

    [Theory]
    [InlineData("ANSWER: Brano, Tolvi, Seka", true)]
    [InlineData("ANSWER: brano > tolvi > seka.", true)]
    [InlineData("ANSWER: Brano, Tolvi, and Seka", true)]
    [InlineData("ANSWER: Brano, Seka, Tolvi", false)]
    [InlineData("ANSWER: Brano, Tolvi", false)]
    [InlineData("ANSWER: Brano, Tolvi, Seka, Brano", false)]
    public void List_NeedsItsOrder(string answer, bool correct) =>
        Assert.Equal(correct, new MarkedAnswer("Brano, Tolvi, Seka", MarkedAnswerKind.List).Score(answer).Correct);
}
