using AutoClaw.Core.Routing;

namespace AutoClaw.Tests.Routing;

public sealed class WordFrequenciesTests
{
    [Theory]
    [InlineData(0, 100, 255)]
    [InlineData(1, 100, 255)]
    [InlineData(100, 100, 0)]
    [InlineData(10, 100, 36)]
    public void Rarity_Counts_AreSixteenthsOfALogarithm(int rowsWith, int rows, int expected) =>
        Assert.Equal(expected, WordFrequencies.Rarity(rowsWith, rows));

    [Fact]
    public void Fill_Words_GivesSharesOfRareOnes()
    {
        var table = new byte[WordFrequencies.Length];
        (table[1], table[2], table[3]) = (0, 80, 255);
        var values = new float[WordFrequencies.Features];
        new WordFrequencies(table).Fill([1, 2, 2, 3], values);

        Assert.Equal([(0 + 80 + 80 + 255) / 4f / 16f, 255 / 16f, 0.25f, 0.25f, 0.75f, 0.75f, 0.75f, 2f], values);
    }

    [Fact]
    public void Fill_NoWords_IsAllNought()
    {
        var values = new float[WordFrequencies.Features];
        new WordFrequencies(new byte[WordFrequencies.Length]).Fill([], values);

        Assert.All(values, v => Assert.Equal(0f, v));
    }
}
