using AutoClaw.Core.Verify.Training;
using CsCheck;

namespace AutoClaw.Tests.Verify;

public sealed class CascadeCurveTests
{
    private static readonly double[] Strong = [1, 1, 1, 1];
    private static readonly double[] Local = [0, 0, 1, 1];

    [Fact]
    public void KeptAt_PerfectOrder_RisesOnlyWhereTheCloudIsBetter()
    {
        var curve = new CascadeCurve([4, 3, 2, 1], Strong, Local);

        Assert.Equal([0.5, 0.625, 0.75, 1, 1], curve.KeptAt([0, 0.125, 0.25, 0.5, 1])!);
        Assert.Equal(0.48, curve.ShareFor(0.98)!.Value, 12);
    }

    [Fact]
    public void KeptAt_OneScoreForAll_IsTheStraightLine()
    {
        var curve = new CascadeCurve([0, 0, 0, 0], Strong, Local);

        Assert.Equal([0.5, 0.6, 0.75, 1], curve.KeptAt([0, 0.2, 0.5, 1])!.Select(kept => Math.Round(kept, 12)));
        Assert.Equal(0.98, curve.ShareFor(0.99)!.Value, 12);
    }

    [Fact]
    public void ShareFor_LocalIsAsGood_IsZero() => Assert.Equal(0, new CascadeCurve([1, 2], [1, 1], [1, 1]).ShareFor(0.99));

    [Fact]
    public void ShareFor_CloudBringsTooLittle_IsOne() => Assert.Equal(1, new CascadeCurve([1, 2], [1, 1], [0, 0]).ShareFor(1.5));

    [Fact]
    public void Curve_CloudAnswersNothingRight_IsNull()
    {
        var curve = new CascadeCurve([1], [0], [1]);

        Assert.Null(curve.KeptAt([0.5]));
        Assert.Null(curve.ShareFor(0.99));
    }

    [Fact]
    public void KeptAt_Counts_AreAsIfTheRowsWereRepeated()
    {
        var counted = new CascadeCurve([4, 3, 2, 1], Strong, Local).KeptAt([0.3, 0.7], [2, 0, 1, 1])!;
        var repeated = new CascadeCurve([4, 4, 2, 1], Strong, Local).KeptAt([0.3, 0.7])!;

        Assert.Equal(repeated, counted);
    }

    [Fact]
    public void KeptAt_AnyOrder_StartsAtLocalAndEndsAtCloud() => Gen.Double[0, 1].Array[1, 30].Sample(scores =>
    {
        var strong = scores.Select(_ => 1.0).ToArray();
        var local = scores.Select(score => score > 0.5 ? 0.0 : 1.0).ToArray();

        var kept = new CascadeCurve(scores, strong, local).KeptAt([0, 1])!;

        Assert.Equal(local.Average(), kept[0], 9);
        Assert.Equal(1, kept[1], 9);
    });
}
