using System.Text;
using AutoClaw.Core.Routing;

namespace AutoClaw.Tests.Routing;

public sealed class TextShapeTests
{
    [Fact]
    public void Of_OptionList_MeasuresTheOptions()
    {
        var shape = Of("Which is prime?\nA. 4\n(B) 17\nC) none of these\nAnswer:");

        Assert.Equal(3, shape.Options);
        Assert.Equal(13, shape.LongestOption);
        Assert.Equal(1, shape.ShortestOption);
        Assert.Equal(5, shape.MeanOption);
        Assert.Equal(2, shape.NumericOptions);
        Assert.Equal(2, shape.OptionsWithDigit);
        Assert.Equal("Which is prime?\n".Length, shape.StemBytes);
        Assert.Equal(5, shape.OptionSpread);
    }

    [Fact]
    public void Of_Numbers_ReadsThousandsAndDropsFractions()
    {
        var shape = Of("He paid $1,250.75 for 3 of 99999999999999 tickets.");

        Assert.Equal(3, shape.Numbers);
        Assert.Equal(1_000_000_000, shape.Largest);
        Assert.Equal(3, shape.Smallest);
    }

    [Fact]
    public void Of_WordsAndSymbols_AreCounted()
    {
        var shape = Of("Let x = f(y) \\in Berlin, said Ada");

        Assert.Equal(3, shape.SingleLetters);
        Assert.Equal(2, shape.Capitals);
        Assert.Equal(1, shape.Equal);
        Assert.Equal(1, shape.Backslashes);
        Assert.Equal(1, shape.Parentheses);
        Assert.Equal(6, shape.LongestWord);
        Assert.Equal(8, shape.Words);
    }

    [Fact]
    public void Of_EmptyText_IsAllNought()
    {
        var shape = Of("");

        Assert.Equal(0, shape.Smallest + shape.ShortestOption + shape.MeanOption + shape.OptionSpread + shape.Words);
    }

    private static TextShape Of(string text) => TextShape.Of(Encoding.UTF8.GetBytes(text));
}
