using System.Text;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Tuning;

namespace AutoClaw.Tests.Routing.Tuning;

public sealed class TunerTests
{
    private static readonly TuningOptions Options = new() { Folds = 4, Fits = 1, Resamples = 200 };

    [Fact]
    public void Run_LearnableLabels_PromotesAModelThatTellsThemApart()
    {
        var model = new Tuner(RouterModel.Shipped, Learnable(300), Options).Run().Model;

        Assert.NotNull(model);
        Assert.True(Score(model, "please requisition the widget 7") > Score(model, "please requisition the gizmos 7"));
        Assert.Contains("\"made_by\":\"tune\"", model.Description, StringComparison.Ordinal);
        Assert.Equal(model.ToFile(), RouterModel.Load(model.ToFile()).ToFile());
    }

    [Fact]
    public void Run_SameLabelsAndSeed_SameBytes()
    {
        var first = new Tuner(RouterModel.Shipped, Learnable(300), Options).Run().Model!;
        var second = new Tuner(RouterModel.Shipped, Learnable(300), Options).Run().Model!;

        Assert.Equal(first.ToFile(), second.ToFile());
    }

    [Fact]
    public void Run_LearnableLabels_LeavesOtherMessagesAlone()
    {
        var model = new Tuner(RouterModel.Shipped, Learnable(300), Options).Run().Model!;
        const string Exam = "Which of these is a prime?\nA. 4\nB. 7\nC. 8\nD. 9\nAnswer:";

        Assert.Equal(Score(RouterModel.Shipped, Exam), Score(model, Exam), 0.05);
    }

    [Fact]
    public void Run_OutcomesByChance_PromotesNothing()
    {
        var random = new Random(3);
        var labels = Enumerable.Range(0, 300).Select(i => Row(i, $"summarise note {i % 17} about topic {i % 23}", random.Next(3) == 0 ? 0 : 1, 1)).ToArray();
        var result = new Tuner(RouterModel.Shipped, labels, Options).Run();

        Assert.Null(result.Model);
        Assert.False(result.Verdict.Promoted);
    }

    [Fact]
    public void Run_FewPairs_SaysHowManyItTakes()
    {
        var verdict = new Tuner(RouterModel.Shipped, Learnable(20), Options).Run().Verdict;

        Assert.Equal(20, verdict.Pairs);
        Assert.Contains($"below {PromotionTest.FewestPairs}", verdict.Obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_CloudNoBetter_SaysSo()
    {
        var labels = Learnable(100).Select(r => r with { LocalScore = 1f, CloudScore = 1f }).ToArray();

        Assert.Contains("no quality to gain", new Tuner(RouterModel.Shipped, labels, Options).Run().Verdict.Obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OneSidedRatings_TeachTheirHeadOnly()
    {
        // Ratings of local answers alone measure nothing, but they teach what the pairs confirm.
        TuningRow[] labels = [.. Learnable(120), .. Learnable(400)[120..].Select(r => r with { CloudScore = null })];
        var result = new Tuner(RouterModel.Shipped, labels, Options).Run();

        Assert.Equal(120, result.Verdict.Pairs);
        Assert.NotNull(result.Model);
    }

    [Fact]
    public void RunningScores_ShippedModel_AreTheModelsOwn()
    {
        foreach (var text in new[] { "", "hi", "Prove that the square root of 2 is irrational.", "def f(x):\n    return x\n```", new string('x', 9000) })
        {
            var input = new RouterInput { Text = Encoding.UTF8.GetBytes(text), Turns = 3, Tools = 2, ConversationBytes = 20_000 };
            Assert.Equal(RouterModel.Shipped.Score(input).Score, RunningScores.Of(RouterModel.Shipped, PromptFeatures.Of(input)), 1e-5f);
        }
    }

    [Fact]
    public void LabelsMissing_WiderThanTheDifference_GrowWithTheSquare()
    {
        var verdict = new PromotionVerdict(100, 0.6, 0.55, 0.5, [new Advantage("running", 0.05, -0.05, 301), new Advantage("random", 0.1, 0.02, null)], null);

        Assert.False(verdict.Promoted);
        Assert.Equal(301, verdict.LabelsMissing);
    }

    private static TuningRow[] Learnable(int count) => [.. Enumerable.Range(0, count).Select(i => i % 2 == 0
        ? Row(i, $"please requisition the gizmos {i}", 1, 1)
        : Row(i, $"please requisition the widget {i}", i % 10 == 1 ? 1 : 0, 1))];

    private static TuningRow Row(int i, string text, float local, float cloud)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new TuningRow
        {
            Key = $"key-{i}",
            Features = PromptFeatures.Of(new RouterInput { Text = bytes, Turns = 1, ConversationBytes = bytes.Length }),
            LocalScore = local,
            CloudScore = cloud,
        };
    }

    private static float Score(RouterModel model, string text) =>
        model.Score(new RouterInput { Text = Encoding.UTF8.GetBytes(text), Turns = 1, ConversationBytes = text.Length }).Score;
}
