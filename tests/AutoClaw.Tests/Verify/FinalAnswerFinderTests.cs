using AutoClaw.Core.Verify;
using CsCheck;

namespace AutoClaw.Tests.Verify;

public sealed class FinalAnswerFinderTests
{
    [Theory]
    [InlineData("First 3 + 4 = 7.\nThe answer is 7.", AnswerKind.Number, "7")]
    [InlineData("The answer is (B). Because it divides.", AnswerKind.Letter, "B")]
    [InlineData("The answer is B. mitosis", AnswerKind.Letter, "B")]
    [InlineData("**Answer:** $1,080.00", AnswerKind.Number, "1080")]
    [InlineData("answer: 3.5 metres. That is it.", AnswerKind.Number, "3.5")]
    [InlineData("The answer is 4.\nNo, wait. The final answer is 5", AnswerKind.Number, "5")]
    [InlineData("6*3=18\n#### 18", AnswerKind.Number, "18")]
    [InlineData("so \\boxed{\\frac{1}{2}} it is, the answer is 9", AnswerKind.Text, "\\frac{1}{2}")]
    [InlineData("  Paris. ", AnswerKind.Text, "paris")]
    [InlineData("42", AnswerKind.Number, "42")]
    public void Find_UsualWays_IsTheAnswer(string text, AnswerKind kind, string answer) =>
        Assert.Equal(new FinalAnswer(kind, answer), FinalAnswerFinder.Find(text));

    [Theory]
    [InlineData("")]
    [InlineData("The sea is deep and wide, and nobody knows how deep and how wide it is.")]
    [InlineData("two\nlines")]
    [InlineData("\\boxed{unclosed, and a long text that goes on for more than the bare limit")]
    public void Find_FreeText_IsNull(string text) => Assert.Null(FinalAnswerFinder.Find(text));

    [Fact]
    public void Find_AnyText_DoesNotThrow() => Gen.String.Sample(text => FinalAnswerFinder.Find("answer is" + text + "\\boxed{" + text));
}
