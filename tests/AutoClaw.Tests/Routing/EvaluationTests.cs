using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Tests.Routing;

public sealed class EvaluationTests
{
    private static readonly Dataset Data = TrainingRows.Make(200);

    [Fact]
    public void Run_PerfectScores_MeetTheOracle()
    {
        var scores = Data.Rows.Select(r => (float)((r.StrongScore ?? 0) - (r.WeakScore ?? 0))).ToArray();
        var exam = Evaluation.Run(Data.Rows, scores, 0.5, 50).Single(s => s.Source == "exam");

        Assert.Equal(100, exam.Rows);
        Assert.Equal(0.25, exam.CloudShareAtDefault);
        Assert.Equal(0.75, exam.Outcomes!.StrongQuality);
        Assert.Equal(0.5, exam.Outcomes.WeakQuality);
        Assert.Equal(exam.Outcomes.Baselines!.Oracle.Value, exam.Outcomes.Router!.Value);
        Assert.Equal(0.5, exam.Outcomes.Baselines.Random.Value.Apgr, 9);
    }

    [Fact]
    public void Run_LabelsAlone_HaveNoMetrics() =>
        Assert.Null(Evaluation.Run(Data.Rows, new float[200], null, 10).Single(s => s.Source == "labels").Outcomes);

    [Fact]
    public void Run_Intervals_HoldTheValue()
    {
        var scores = Data.Rows.Select((r, i) => (float)((i * 7919) % 101)).ToArray();
        var apgr = Evaluation.Run(Data.Rows, scores, null, 200).Single(s => s.Source == "exam").Outcomes!.Router!;

        Assert.InRange(apgr.Value.Apgr, apgr.Low.Apgr, apgr.High.Apgr);
        Assert.True(apgr.Low.Apgr < apgr.High.Apgr);
    }

    [Fact]
    public void Run_SameSeed_SameIntervals()
    {
        var scores = Data.Rows.Select((_, i) => (float)(i % 13)).ToArray();
        Assert.Equal(Evaluation.Run(Data.Rows, scores, null, 50), Evaluation.Run(Data.Rows, scores, null, 50));
    }

    [Fact]
    public void Run_JudgeScale_IsBroughtToOne()
    {
        TrainingRow[] rows = [TrainingRows.Row(2) with { StrongScore = 9, WeakScore = 5 }, TrainingRows.Row(6) with { StrongScore = 8, WeakScore = 8 }];
        var result = Evaluation.Run(rows, [1f, 0f], null, 10).Single(s => s.Source == Evaluation.Pooled).Outcomes!;

        Assert.Equal(0.85, result.StrongQuality, 9);
        Assert.Equal(0.65, result.WeakQuality, 9);
    }

    [Fact]
    public void Run_SourcesOfZeroEval_AreAPoolToo()
    {
        var rows = Data.Rows.Select((r, i) => i % 3 == 0 ? r : r with { Source = $"zeroeval_{i % 3}" }).ToArray();
        var results = Evaluation.Run(rows, new float[200], null, 10);

        Assert.Equal(rows.Count(r => r.HasOutcome && r.Source != "exam" && r.Source != "labels"), results.Single(r => r.Source == Evaluation.ZeroEval).Rows);
        Assert.Equal([Evaluation.ZeroEval, Evaluation.Pooled], results.Select(r => r.Source).TakeLast(2));
    }

    [Fact]
    public void Curves_AnyOrder_GoFromWeakToStrong()
    {
        var scores = Data.Rows.Select((_, i) => (float)((i * 7919) % 101)).ToArray();
        var curves = Evaluation.Curves(Data.Rows, scores, 20);

        Assert.Equal(["exam", Evaluation.Pooled], curves.Select(c => c.Source));
        foreach (var curve in new[] { curves[0].Router, curves[0].Random, curves[0].Length, curves[0].Oracle })
        {
            Assert.Equal(21, curve.Length);
            Assert.Equal(0.5, curve[0], 9);
            Assert.Equal(0.75, curve[20], 9);
        }

        Assert.Equal(0.625, curves[0].Random[10], 9);
        Assert.Equal(0.75, curves[0].Oracle[5], 9);
        Assert.Equal(0.7, curves[0].Oracle[4], 9);
    }
}
