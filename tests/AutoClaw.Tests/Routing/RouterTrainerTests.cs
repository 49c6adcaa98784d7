using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Tests.Routing;

public sealed class RouterTrainerTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 8 };

    [Fact]
    public void Train_SameRowsAndSeed_SameBytes()
    {
        var data = TrainingRows.Make(400);
        var first = new RouterTrainer(data, Options).Train().ToFile();
        var second = new RouterTrainer(data, Options).Train().ToFile();

        Assert.Equal(first, second);
    }

    [Fact]
    public void Train_LearnableRows_TellsHardFromSimple()
    {
        var model = new RouterTrainer(TrainingRows.Make(400), Options).Train();
        var simple = model.Score(new RouterInput { Text = "turn on lamp number 1234"u8, Turns = 1 });
        var hard = model.Score(new RouterInput { Text = "derive the theorem about 99 manifolds in full rigour"u8, Turns = 1 });

        Assert.True(simple.Score < model.Calibration.DefaultThreshold);
        Assert.True(hard.Score >= model.Calibration.DefaultThreshold);
    }

    [Fact]
    public void OutOfFoldScores_RowsOfOneKey_NeverTrainEachOther()
    {
        // All rows have one key: every fold that scores them has nothing to train on, so nothing can be learned.
        var rows = TrainingRows.Make(40).Rows.Select(r => r with { Key = "one" }).ToArray();
        var scores = new RouterTrainer(new Dataset(rows), Options).OutOfFoldScores();

        Assert.All(scores, s => Assert.Equal(0f, s));
    }

    [Fact]
    public void UsableRows_JudgeScores_AreLeftOut()
    {
        var judged = TrainingRows.Row(2) with { StrongScore = 9, WeakScore = 7 };
        Assert.Equal(0, new RouterTrainer(new Dataset([judged]), Options).UsableRows);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.4)]
    [InlineData(0.9)]
    [InlineData(1.0)]
    public void PseudoTargets_MoreDifficulty_GainsMoreFromTheCloud(double difficulty)
    {
        var here = Targets.FromDifficulty(difficulty, 1);
        var above = Targets.FromDifficulty(difficulty + 0.05, 1);

        Assert.InRange(here.LocalFails, here.CloudFails, 1f);
        Assert.True(above.LocalFails - above.CloudFails >= here.LocalFails - here.CloudFails - 1e-6f);
    }
}
