using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Tests.Routing;

/// <summary>The shipped model on the rows that it was not trained on. Needs the shared data; skipped without them.</summary>
public sealed class ShippedModelTests
{
    [Theory]
    [InlineData("clinc150.jsonl", false)]
    [InlineData("banking77.jsonl", false)]
    [InlineData("arena_hard_prompts.jsonl", true)]
    public void Score_HeldOutRows_GoWhereTheyBelong(string file, bool cloud)
    {
        var rows = HeldOut(file);
        var model = RouterModel.Shipped;
        var right = rows.Count(r => Score(model, r) >= model.Calibration.DefaultThreshold == cloud);

        Assert.True(rows.Length >= 100, $"only {rows.Length} held-out rows");
        Assert.True(right >= 0.9 * rows.Length, $"{right} of {rows.Length}");
    }

    [Fact]
    public void Score_HeldOutExamQuestions_BeatRandom()
    {
        var rows = HeldOut("mmlu.jsonl");
        var scores = rows.Select(r => Score(RouterModel.Shipped, r)).ToArray();
        var result = Evaluation.Run(rows, scores, null, 10).Single(s => s.Source == Evaluation.Pooled);

        Assert.True(result.Outcomes!.Router!.Value.Apgr > 0.55, $"{result.Outcomes.Router.Value.Apgr}");
    }

    private static float Score(RouterModel model, TrainingRow row) =>
        model.Score(new RouterInput { Text = row.Prompt.Span, Turns = 1, ConversationBytes = row.Prompt.Length }).Score;

    private static TrainingRow[] HeldOut(string file) =>
        SharedData.TrainingRows(file).Rows.Where(r => Dataset.IsHeldOut(r.Key)).ToArray();
}
