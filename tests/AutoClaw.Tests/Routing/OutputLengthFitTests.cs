using System.Text;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Tests.Routing;

public sealed class OutputLengthFitTests
{
    [Fact]
    public void Make_LongerTextsHaveLongerAnswers_IsLearned()
    {
        var rows = Enumerable.Range(0, 400).Select(i => Row(i, 20 * (1 + (i % 10)))).ToArray();
        var features = new FeatureMatrix(rows);
        var output = OutputLengthFit.Make(features, [.. Enumerable.Range(0, rows.Length)], rows);

        Assert.InRange(output.LocalTokens(features.Dense(0)), 15f, 40f);
        Assert.InRange(output.LocalTokens(features.Dense(9)), 140f, 280f);
        Assert.Equal(1.5f, output.CloudFactor, 3);
    }

    [Fact]
    public void Make_FewLengths_PredictsNone()
    {
        var rows = Enumerable.Range(0, 50).Select(i => Row(i, 30)).ToArray();
        var output = OutputLengthFit.Make(new FeatureMatrix(rows), [.. Enumerable.Range(0, rows.Length)], rows);

        Assert.Same(OutputLength.Unknown, output);
        Assert.Equal(0f, output.LocalTokens(new float[StructuralFeatures.Count]));
    }

    [Fact]
    public void Check_ValuesThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new OutputLength([1f], 1f).Check());
        Assert.Throws<ArgumentException>(() => new OutputLength([], 0f).Check());
    }

    private static TrainingRow Row(int i, int tokens) => new()
    {
        Id = $"{i}", Source = "s", Key = $"{i}", WeakTokens = tokens, StrongTokens = 1.5 * tokens,
        Prompt = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("some words ", tokens / 10))),
    };
}
