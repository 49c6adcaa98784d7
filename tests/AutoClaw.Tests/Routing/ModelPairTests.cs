using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Tests.Routing;

public sealed class ModelPairTests
{
    [Theory]
    [InlineData("strong=big,weak=small")]
    [InlineData("weak=small, strong=big")]
    public void Parse_BothNamed_InEitherOrder(string text)
    {
        Assert.Equal(new ModelPair("big", "small"), ModelPair.Parse(text, out var error));
        Assert.Null(error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("big,small")]
    [InlineData("strong=big")]
    [InlineData("strong=big,weak=")]
    [InlineData("strong=big,strong=small")]
    [InlineData("strong=big,weak=small,weak=smaller")]
    [InlineData("strong=big,local=small")]
    public void Parse_AnythingElse_SaysHowToWriteIt(string text)
    {
        Assert.Null(ModelPair.Parse(text, out var error));
        Assert.Contains("strong=NAME,weak=NAME", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Meta-Llama-3.1-8B-Instruct", "meta-llama-3_1-8b-instruct", true)]
    [InlineData("gpt-4o", "GPT-4o-", true)]
    [InlineData("gpt-4o", "gpt-4", false)]
    [InlineData("gpt-4", "gpt-4o", false)]
    [InlineData("", "gpt-4o", false)]
    public void Same_SpellingAside_IsTheModel(string a, string b, bool same) => Assert.Equal(same, ModelNames.Same(a, b));

    [Fact]
    public void Nearest_NamesThatHoldIt_ComeFirst()
    {
        string[] names = ["gp-4o", "gpt-4o-mini-2024-07-18", "gpt-4o-2024-05-13", "yi-large", "gemma-2-9b-it", "o1-mini", "gpt-3.5"];
        var nearest = ModelNames.Nearest("gpt-4o", names);

        Assert.Equal(["gpt-4o-2024-05-13", "gpt-4o-mini-2024-07-18", "gp-4o", "gpt-3.5"], nearest.Take(4));
        Assert.Equal(5, nearest.Count);
    }
}
