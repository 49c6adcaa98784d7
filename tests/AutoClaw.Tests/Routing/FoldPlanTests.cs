using AutoClaw.Core.Routing.Training;
using CsCheck;

namespace AutoClaw.Tests.Routing;

public sealed class FoldPlanTests
{
    private static readonly Gen<TrainingRow[]> Rows = Gen.Select(
        Gen.Int[0, 30], Gen.Int[0, 3], Gen.Int[0, 5], Gen.Bool, (key, source, domain, outcome) => TrainingRows.Row(0) with
        {
            Key = $"key-{key}",
            Source = $"source-{source}",
            Domain = domain == 0 ? "" : $"domain-{domain}",
            StrongScore = outcome ? 1 : null,
            WeakScore = outcome ? 0 : null,
        }).Array[1, 60];

    [Theory]
    [InlineData(Grouping.Key)]
    [InlineData(Grouping.Domain)]
    [InlineData(Grouping.Source)]
    public void Make_AnyRows_NoFoldLearnsFromAKeyThatItScores(Grouping grouping) => Rows.Sample(rows => AssertApart(rows, grouping, r => r.Key));

    [Fact]
    public void Make_ByDomain_NoFoldLearnsFromASubjectThatItScores() => Rows.Sample(rows => AssertApart(rows, Grouping.Domain, FoldPlan.Subject));

    [Fact]
    public void Make_BySource_NoFoldLearnsFromASourceThatItScores() => Rows.Sample(rows => AssertApart(rows, Grouping.Source, r => r.Source));

    [Theory]
    [InlineData(Grouping.Domain)]
    [InlineData(Grouping.Source)]
    public void Make_RowsWithOutcomes_AreScoredOnce(Grouping grouping) => Rows.Sample(rows =>
    {
        var plan = FoldPlan.Make(grouping, rows, 3, 1);
        Assert.All(rows.Index(), r =>
        {
            Assert.Equal(r.Item.HasOutcome ? 1 : 0, Enumerable.Range(0, plan.Count).Count(k => plan.Scores(k, r.Index)));
            Assert.Equal(r.Item.HasOutcome, plan.IsScored(r.Index));
        });
    });

    [Fact]
    public void Make_OneSubjectUnderTwoSpellings_IsHeldOutOfBothSources()
    {
        TrainingRow[] rows =
        [
            TrainingRows.Row(2) with { Source = "a", Domain = "computer science", Key = "1" },
            TrainingRows.Row(2) with { Source = "b", Domain = "Computer_Science", Key = "2" },
            TrainingRows.Row(2) with { Source = "b", Domain = "law", Key = "3" },
        ];
        var plan = FoldPlan.Make(Grouping.Domain, rows, 2, 1);
        var fold = Enumerable.Range(0, 2).Single(k => plan.Scores(k, 0));

        Assert.True(plan.Scores(fold, 1));
        Assert.False(plan.Teaches(fold, 1));
        Assert.True(plan.Teaches(fold, 2));
    }

    [Fact]
    public void Make_LabelsOfASubjectThatIsHeldOut_DoNotTeachIt()
    {
        TrainingRow[] rows =
        [
            TrainingRows.Row(2) with { Domain = "law", Key = "1" },
            TrainingRows.Row(0) with { Domain = "law", Key = "2" },
            TrainingRows.Row(0) with { Domain = "small talk", Key = "3" },
            TrainingRows.Row(0) with { Domain = "small talk", Key = "1" },
        ];
        var plan = FoldPlan.Make(Grouping.Domain, rows, 1, 1);

        Assert.Equal([false, false, true, false], Enumerable.Range(0, 4).Select(i => plan.Teaches(0, i)));
        Assert.Equal([true, false, false, false], Enumerable.Range(0, 4).Select(plan.IsScored));
    }

    [Fact]
    public void Make_ByDomain_SpreadsTheRowsEvenly()
    {
        var rows = Enumerable.Range(0, 1000).Select(i => TrainingRows.Row(2) with { Key = $"{i}", Domain = $"d{i % 40}" }).ToArray();
        var plan = FoldPlan.Make(Grouping.Domain, rows, 5, 7);

        Assert.All(Enumerable.Range(0, 5), k => Assert.Equal(200, Enumerable.Range(0, 1000).Count(i => plan.Scores(k, i))));
    }

    [Fact]
    public void OutOfFoldScores_RowsThatNoFoldScores_AreNotANumber()
    {
        var data = TrainingRows.Make(80);
        var scores = new RouterTrainer(data, new TrainingOptions()).OutOfFoldScores(FoldPlan.Make(Grouping.Domain, data.Rows, 2, 1));

        Assert.Equal(data.Rows.Select(r => !r.HasOutcome), scores.Select(float.IsNaN));
    }

    [Theory]
    [InlineData(Grouping.Key)]
    [InlineData(Grouping.Domain)]
    [InlineData(Grouping.Source)]
    public void Make_SharedRows_NeitherKeyNorSubjectLeaks(Grouping grouping)
    {
        var rows = SharedData.TrainingRows().Rows;
        AssertApart(rows, grouping, r => r.Key);
        if (grouping == Grouping.Domain)
        {
            AssertApart(rows, grouping, FoldPlan.Subject);
        }

        if (grouping == Grouping.Source)
        {
            AssertApart(rows, grouping, r => r.Source);
        }
    }

    [Fact]
    public void Subject_SharedRows_IsOneForMmluUnderItsNames()
    {
        var rows = SharedData.TrainingRows().Rows;
        var mmlu = rows.Where(r => r.Source == "routellm_mmlu").Select(FoldPlan.Subject).ToHashSet();
        var redux = rows.Where(r => r.Source == "zeroeval_mmlu_redux").Select(FoldPlan.Subject).ToHashSet();

        Assert.NotEmpty(mmlu.Intersect(redux));
        Assert.Contains("business_ethics", redux);
    }

    private static void AssertApart(IReadOnlyList<TrainingRow> rows, Grouping grouping, Func<TrainingRow, string> what)
    {
        var plan = FoldPlan.Make(grouping, rows, 4, 1);
        for (var k = 0; k < plan.Count; k++)
        {
            var scored = rows.Where((_, i) => plan.Scores(k, i)).Select(what).ToHashSet(StringComparer.Ordinal);
            Assert.DoesNotContain(rows.Where((_, i) => plan.Teaches(k, i)).Select(what), scored.Contains);
        }
    }
}
