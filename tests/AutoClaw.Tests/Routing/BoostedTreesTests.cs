using System.Text;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Tests.Routing;

public sealed class BoostedTreesTests
{
    private static readonly TrainingOptions Options = new() { Trees = 40, TreeRate = 0.2, TreeLeafRows = 5, TreePull = 1, TreeFeatureShare = 1 };

    [Fact]
    public void Fit_RuleOfTwoValues_IsLearned()
    {
        var (matrix, target) = Rows(400);
        var trees = Fit(matrix, target);
        var wrong = Enumerable.Range(0, matrix.Rows).Count(i => trees.Logit(matrix.Row(i)) > 0 != target[i] > 0.5f);

        Assert.True(wrong < 8, $"{wrong} of {matrix.Rows} wrong");
    }

    [Fact]
    public void Fit_SameRows_SameTrees()
    {
        var (matrix, target) = Rows(200);
        Assert.Equal(Fit(matrix, target).Thresholds, Fit(matrix, target).Thresholds);
        Assert.Equal(Fit(matrix, target).LeafValues, Fit(matrix, target).LeafValues);
    }

    [Fact]
    public void Fit_TooFewRowsToSplit_AnswersTheStart()
    {
        var (matrix, target) = Rows(4);
        var trees = new BoostedTrees(matrix, target, new float[4], new float[4], Options).Fit(0.3f);

        Assert.Equal(0.3f, trees.Logit(matrix.Row(0)));
    }

    [Fact]
    public void TreeEnsemble_ArraysThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new TreeEnsemble(0, new byte[TreeEnsemble.Nodes], [], new float[TreeEnsemble.Leaves]));
        Assert.Throws<ArgumentException>(() => new TreeEnsemble(float.NaN, [], [], []));
        var features = new byte[TreeEnsemble.Nodes];
        features[5] = TreeFeatures.Count;
        Assert.Throws<ArgumentException>(() => new TreeEnsemble(0, features, new float[TreeEnsemble.Nodes], new float[TreeEnsemble.Leaves]));
    }

    private static TreeEnsemble Fit(TreeMatrix matrix, float[] target) =>
        new BoostedTrees(matrix, target, [.. target.Select(_ => 1f)], new float[target.Length], Options).Fit(0);

    // Fails when the text has numbers and no question mark, or the other way round: no single value tells.
    private static (TreeMatrix Matrix, float[] Target) Rows(int count)
    {
        var rows = Enumerable.Range(0, count).Select(i => new TrainingRow
        {
            Id = $"{i}", Source = "s", Key = $"{i}",
            Prompt = Encoding.UTF8.GetBytes($"words of row{new string('x', i % 7)} {(i % 2 == 0 ? "12 and 99" : "none")} end{(i / 2 % 2 == 0 ? "?" : ".")}"),
        }).ToArray();
        var target = Enumerable.Range(0, count).Select(i => i % 2 == i / 2 % 2 ? 1f : 0f).ToArray();
        return (new TreeMatrix(new FeatureMatrix(rows), [.. Enumerable.Range(0, count)]), target);
    }
}
