using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Tests.Routing;

public sealed class PairSelectionTests
{
    private static readonly ModelPair Pair = new("big-2", "small_2");

    private static readonly TrainingRow Own = TrainingRows.Row(2) with { StrongModel = "big-1", WeakModel = "small-1", StrongScore = 1, WeakScore = 1 };

    private static readonly TrainingRow Many = Own with
    {
        Difficulty = 0.25,
        Models = new Dictionary<string, double> { ["big-1"] = 1, ["small-1"] = 1, ["Big-2"] = 1, ["small-2"] = 0 },
    };

    private static readonly TrainingRow Label = TrainingRows.Row(0);

    [Fact]
    public void ForEvaluation_RowsWithoutThePair_LoseTheirOutcome()
    {
        var rows = PairSelection.ForEvaluation([Own, Many, Label], Pair);

        Assert.Equal([false, true, false], rows.Select(r => r.HasOutcome));
        Assert.Equal(("Big-2", 1.0, "small-2", 0.0), (rows[1].StrongModel, rows[1].StrongScore, rows[1].WeakModel, rows[1].WeakScore));
        Assert.True(Pair.IsOf(rows[1]));
    }

    [Fact]
    public void ForTraining_RowsWithoutThePair_KeepTheirOwn()
    {
        var rows = PairSelection.ForTraining([Own, Many, Label], Pair);

        Assert.Same(Own, rows[0]);
        Assert.Same(Label, rows[2]);
        Assert.True(Pair.IsOf(rows[1]));
    }

    [Fact]
    public void ForTraining_UnseenPair_IsInNoRow()
    {
        var rows = PairSelection.ForTraining([Own, Many, Label], Pair, unseen: new ModelPair("BIG-1", "small-2"));

        Assert.False(rows[0].HasOutcome);
        Assert.True(Pair.IsOf(rows[1]));
        Assert.Equal(["small-1", "Big-2", "small-2"], rows[1].Models.Keys);
        Assert.Null(rows[1].Difficulty);
        Assert.Same(Label, rows[2]);
    }

    [Fact]
    public void ForEvaluation_ModelsNamedByTheRowsOwnPair_AreFound()
    {
        var rows = PairSelection.ForEvaluation([Own], new ModelPair("small-1", "big-1"));
        Assert.Equal(("small-1", "big-1"), (rows[0].StrongModel, rows[0].WeakModel));
    }

    [Theory]
    [InlineData("big-3", "small-2", "no model 'big-3'. Nearest: Big-2, big-1")]
    [InlineData("big-2", "tiny", "no model 'tiny'. Nearest:")]
    [InlineData("big-2", "Big_2", "can't be the strong and the weak model at once")]
    public void Problem_UnusableName_SaysWhatIsNearest(string strong, string weak, string expected) =>
        Assert.Contains(expected, PairSelection.Problem([Own, Many], new ModelPair(strong, weak)), StringComparison.Ordinal);

    [Fact]
    public void Problem_NeverOnOneRow_SaysSo()
    {
        var other = Own with { StrongModel = "big-9", WeakModel = "small-9" };
        Assert.Equal("No row has scores of both 'big-1' and 'small-9'.", PairSelection.Problem([Own, other], new ModelPair("big-1", "small-9")));
    }

    [Fact]
    public void Problem_LabelsAlone_NameNoModels() => Assert.Equal("The data name no models.", PairSelection.Problem([Label], Pair));

    [Fact]
    public void Problem_PairOfTheData_IsNone() => Assert.Null(PairSelection.Problem([Own, Many], Pair));

    [Fact]
    public void Run_TrainPair_LearnsNothingOfTheMeasuredPair()
    {
        var pair = new ModelPair("strong", "weak");
        var other = new ModelPair("other strong", "other weak");
        var rows = TrainingRows.Make(200).Rows.Where(r => r.HasOutcome).Select(r => r with
        {
            Models = new Dictionary<string, double>
            {
                ["strong"] = r.StrongScore!.Value, ["weak"] = r.WeakScore!.Value, ["other strong"] = 1, ["other weak"] = 1,
            },
        }).ToArray();

        var known = new CrossValidation(Grouping.Key, new TrainingOptions(), pair).Run(rows);
        var unseen = new CrossValidation(Grouping.Key, new TrainingOptions(), pair, other).Run(rows);
        var flipped = rows.Select(r => r with { Models = r.Models.ToDictionary(m => m.Key, m => pair.Has(m.Key) ? 1 - m.Value : m.Value) }).ToArray();

        Assert.Equal(rows.Length, unseen.Rows.Count);
        Assert.All(unseen.Rows, row => Assert.True(pair.IsOf(row)));
        Assert.NotEqual(known.Scores, unseen.Scores);
        Assert.Equal(unseen.Scores, new CrossValidation(Grouping.Key, new TrainingOptions(), pair, other).Run(flipped).Scores);
    }

    [Fact]
    public void ForEvaluation_SharedRows_TurnsOnlyThoseThatHoldThePair()
    {
        var rows = SharedData.TrainingRows().Rows;
        var pair = new ModelPair("claude-3-5-sonnet-20240620", "gemma-2-9b-it");

        Assert.Null(PairSelection.Problem(rows, pair));
        var turned = PairSelection.ForEvaluation(rows, pair);
        Assert.Equal(rows.Select(r => r.Id), turned.Select(r => r.Id));
        Assert.All(turned.Where(r => r.HasOutcome), r => Assert.StartsWith("zeroeval_", r.Source, StringComparison.Ordinal));
        Assert.InRange(turned.Count(r => r.HasOutcome), 2900, 2991);
        Assert.Contains("Nearest: gpt-4o-", PairSelection.Problem(rows, pair with { Strong = "gpt-4o" }), StringComparison.Ordinal);
    }
}
