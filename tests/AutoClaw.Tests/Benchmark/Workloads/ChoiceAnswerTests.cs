using AutoClaw.Core.Benchmark.Workloads;

namespace AutoClaw.Tests.Benchmark.Workloads;

public class ChoiceAnswerTests
{
    [Theory]
    [InlineData("B")]
    [InlineData("(B)")]
    [InlineData("B. Because it is so.")]
    [InlineData("**B**")]
    [InlineData("Let me think. The answer is (B).")]
    [InlineData("The answer is A at first sight.\nBut no:\nthe final answer is **B**")]
    [InlineData("Answer: B")]
    [InlineData("The correct choice is option B, since A is too small.")]
    [InlineData("So \\boxed{B}")]
    [InlineData("the answer is B because a C would be odd")]
    public void Answer_ThatSettlesOnTheRightOne_IsCorrect(string answer) =>
        Assert.True(new ChoiceAnswer('B').Score(answer) is { Correct: true, Value: 1 });

    [Theory]
    [InlineData("", 0)]
    [InlineData("I think it could be any of them.", 0)]
    [InlineData("The answer is a matter of taste.", 0)]
    [InlineData("The answer is I do not know.", 0)]
    [InlineData("The answer is (A), (B), (C) or (D).", 0)]
    [InlineData("The answer is B or C", 0)]
    [InlineData("The answer is B. The answer is C.", 0)]
    [InlineData("The answer is A.\nThe answer is C.\nThe answer is D.\nThe answer is B.", 0)]
    [InlineData("The answer is Brano", 0)]
    [InlineData("The answer is (", 0)]
    [InlineData("Answer: E", 0)]
    [InlineData("The answer is (B).\nNo, the answer is (C).", 1)]
    [InlineData("D", 1)]
    public void Answer_WrongOrNotSettled_IsNot(string answer, double parsed)
    {
        var score = new ChoiceAnswer('B').Score(answer);
        Assert.False(score.Correct);
        Assert.Equal(parsed, score.Parts["parsed"]);
    }
}
