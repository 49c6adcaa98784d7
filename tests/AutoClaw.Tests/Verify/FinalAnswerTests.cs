using AutoClaw.Core.Verify;
using CsCheck;

namespace AutoClaw.Tests.Verify;

public sealed class FinalAnswerTests
{
    [Theory]
    [InlineData("b", AnswerKind.Letter, "B")]
    [InlineData("(B)", AnswerKind.Letter, "B")]
    [InlineData("B.", AnswerKind.Letter, "B")]
    [InlineData("**B)** mitosis", AnswerKind.Text, "b)**mitosis")]
    [InlineData("B) mitosis", AnswerKind.Letter, "B")]
    [InlineData("B. mitosis", AnswerKind.Letter, "B")]
    [InlineData("A cat", AnswerKind.Text, "acat")]
    [InlineData("I am", AnswerKind.Text, "iam")]
    [InlineData("18", AnswerKind.Number, "18")]
    [InlineData("$18.00", AnswerKind.Number, "18")]
    [InlineData("18 dollars", AnswerKind.Number, "18")]
    [InlineData("1,080", AnswerKind.Number, "1080")]
    [InlineData("-0.50", AnswerKind.Number, "-0.5")]
    [InlineData("40%", AnswerKind.Number, "40")]
    [InlineData("12 km per hour.", AnswerKind.Number, "12")]
    [InlineData("$50$", AnswerKind.Number, "50")]
    [InlineData(".5", AnswerKind.Number, "0.5")]
    [InlineData("7/2", AnswerKind.Text, "7/2")]
    [InlineData("3x", AnswerKind.Text, "3x")]
    [InlineData("2 and 4", AnswerKind.Text, "2and4")]
    [InlineData("3, 4", AnswerKind.Text, "3,4")]
    [InlineData("1,0", AnswerKind.Text, "1,0")]
    [InlineData("(1, \"a\")", AnswerKind.Text, "(1,'a')")]
    [InlineData("'Paris'", AnswerKind.Text, "paris")]
    [InlineData("12345678901234567890123456789012", AnswerKind.Text, "12345678901234567890123456789012")]
    [InlineData("-", AnswerKind.Text, "-")]
    public void Normalise_Answer_HasOneForm(string answer, AnswerKind kind, string text) =>
        Assert.Equal(new FinalAnswer(kind, text), FinalAnswer.Normalise(answer));

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("**.**")]
    public void Normalise_Nothing_IsNull(string answer) => Assert.Null(FinalAnswer.Normalise(answer));

    [Fact]
    public void Normalise_AnyText_DoesNotThrow() => Gen.String.Sample(text => FinalAnswer.Normalise(text));

    [Fact]
    public void Normalise_Number_IsTheSameHoweverItIsWritten() => Gen.Int[0, 100_000_000].Sample(number =>
    {
        var expected = new FinalAnswer(AnswerKind.Number, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(expected, FinalAnswer.Normalise(number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(expected, FinalAnswer.Normalise($"${number}.0"));
    });
}
