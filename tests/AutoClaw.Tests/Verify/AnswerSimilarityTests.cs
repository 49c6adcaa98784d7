using AutoClaw.Core.Verify;
using CsCheck;

namespace AutoClaw.Tests.Verify;

public sealed class AnswerSimilarityTests
{
    [Theory]
    [InlineData("The answer is 7.", "3 + 4, so 7 it is.\n#### 7", 1)]
    [InlineData("The answer is 7.", "The answer is 8.", 0)]
    [InlineData("B", "(b)", 1)]
    [InlineData("", "", 0)]
    public void Between_FinalAnswers_IsAllOrNothing(string one, string other, double similarity) =>
        Assert.Equal(similarity, AnswerSimilarity.Between(one, other));

    [Fact]
    public void Between_FreeTexts_IsTheSharedWordsOfBoth()
    {
        const string One = "A whale is a mammal, because it nurses its young with milk and breathes air.";
        const string Other = "The WHALE breathes air and nurses its calf; so it is a mammal, not a fish at all.";

        // 14 and 17 words, of which a, whale, is, mammal, it, nurses, its, and, breathes, air are in both.
        Assert.Equal(20.0 / 31, AnswerSimilarity.Between(One, Other), 12);
    }

    [Fact]
    public void Between_ScriptWithoutSpaces_ComparesCharacters() =>
        Assert.InRange(AnswerSimilarity.Between(string.Concat(Enumerable.Repeat("鲸鱼是哺乳动物因为它呼吸空气", 4)), string.Concat(Enumerable.Repeat("鲸鱼呼吸空气所以是哺乳动物", 4))), 0.8, 0.99);

    [Fact]
    public void Between_AnyTexts_IsSymmetricAndWithinBounds() => Gen.Select(Gen.String, Gen.String).Sample((one, other) =>
    {
        var similarity = AnswerSimilarity.Between(one, other);
        Assert.InRange(similarity, 0, 1);
        Assert.Equal(similarity, AnswerSimilarity.Between(other, one));
    });
}
