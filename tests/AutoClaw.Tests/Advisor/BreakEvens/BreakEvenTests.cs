using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.BreakEvens;
using AutoClaw.Core.Advisor.Cost;
using CsCheck;

namespace AutoClaw.Tests.Advisor.BreakEvens;

public sealed class BreakEvenTests
{
    private const Architecture Local = Architecture.AllLocal;
    private const Architecture Cloud = Architecture.AllCloud;

    // 300 and a replica of 100 for each 1,000 requests, against one dollar a request: 400 = 400.
    [Fact]
    public void Find_OneReplicaIsEnough_CrossesOnce() => Assert.Equal(
        [new Crossing(400, Cloud, Local, false)],
        Find(Stairs(300, 100, 1000), Line(1), 1, 10_000).Crossings);

    /// <summary>A replica of 900 for each 1,000 requests, 100 whatever the volume, against 1.05 a request.</summary>
    [Fact]
    public void Find_Staircase_CrossesAtRootsAndAtSteps()
    {
        var found = Find(Stairs(100, 900, 1000), Line(1.05), 1, 1e6);

        // 1,000 / 1.05; above 1,000 it is 1,900, met at 1,900 / 1.05; above 2,000 it is 2,800, met at 2,800 / 1.05 = 2,666.67; above 3,000 it is 3,700 ...
        // at n replicas local costs 100 + 900 n and the line at n thousand 1,050 n: met where 150 n >= 100, so in each step; and above the step it is
        // dearer again as long as 100 + 900 (n + 1) > 1,050 n, or n < 6.67.
        Assert.Equal(13, found.Crossings.Length);
        Assert.Equal(new Crossing(1000 / 1.05, Cloud, Local, false), found.Crossings[0]);
        Assert.Equal(new Crossing(1000, Local, Cloud, true), found.Crossings[1]);
        Assert.Equal(1900 / 1.05, found.Crossings[2].RequestsPerMonth, 1e-9);
        Assert.Equal(new Crossing(6000, Local, Cloud, true), found.Crossings[11]);
        Assert.Equal((Cloud, Local, true), (found.CheaperAtFirst, found.CheaperAtLast, found.Complete));
    }

    [Fact]
    public void Find_DearerAllAlong_IsNever()
    {
        var found = Find(Stairs(300, 2000, 1000), Line(1), 1, 1e9);

        Assert.Empty(found.Crossings);
        Assert.Equal((Cloud, Cloud), (found.CheaperAtFirst, found.CheaperAtLast));
    }

    // 100 = 100 at 1,000 alone, where the next replica comes: touched, not crossed.
    [Fact]
    public void Find_TouchedAtAStep_IsNoCrossing() => Assert.Empty(Find(Stairs(0, 100, 1000), Line(0.1), 1, 1e6).Crossings);

    [Fact]
    public void Find_SameCurves_IsNever()
    {
        var found = Find(Line(1), Line(1), 1, 1e9);

        Assert.Empty(found.Crossings);
        Assert.Null(found.CheaperAtFirst);
    }

    // 0.004 a request against 2,209.57275 (two replicas and labour) + 0.00001875 a request.
    [Fact]
    public void Find_KnownInputs_IsTheCostModels()
    {
        var crossing = Assert.Single(BreakEvenFinder.Find(Known.Inputs, Local, Cloud, 1, 1_500_000).Crossings);

        Assert.Equal(2209.57275 / (0.004 - 0.00001875), crossing.RequestsPerMonth, 1e-6);
    }

    [Fact]
    public void Find_AnyInputs_EveryCrossingIsOneAndNoneIsMissing() => Gen.Select(AnyInputs.All, Gen.Int[0, 5], Gen.Double[0, 1].Array[20]).Sample(
        (inputs, pair, places) =>
        {
            var (first, second) = Pairs[pair];
            var (one, other) = (CostModel.Curve(inputs, first), CostModel.Curve(inputs, second));
            var found = BreakEvenFinder.Find(first, one, second, other, 1, 1e7);
            var bounds = found.Crossings.Select(crossing => crossing.RequestsPerMonth).Prepend(1).Append(1e7).ToList();
            Assert.Equal(bounds.Order(), bounds);
            for (var i = 0; i < found.Crossings.Length; i++)
            {
                var crossing = found.Crossings[i];
                Assert.NotEqual(crossing.CheaperBelow, crossing.CheaperAbove);
                Assert.Equal(i == 0 ? found.CheaperAtFirst : found.Crossings[i - 1].CheaperAbove, crossing.CheaperBelow);
                Cheaper(crossing.CheaperBelow, (bounds[i] + bounds[i + 1]) / 2);
                Cheaper(crossing.CheaperAbove, (bounds[i + 1] + bounds[i + 2]) / 2);
                if (!crossing.AtStep)
                {
                    Assert.Equal(one.At(crossing.RequestsPerMonth), other.At(crossing.RequestsPerMonth), 1e-6 * one.At(crossing.RequestsPerMonth));
                }
            }

            foreach (var volume in places.Select(place => Math.Pow(10, place * 7)).Where(volume => found.Complete || volume < bounds[^2]))
            {
                Cheaper(found.Crossings.LastOrDefault(crossing => crossing.RequestsPerMonth < volume) is { RequestsPerMonth: > 0 } last ? last.CheaperAbove : found.CheaperAtFirst, volume);
            }

            void Cheaper(Architecture? expected, double volume)
            {
                var difference = one.At(volume) - other.At(volume);
                if (Math.Abs(difference) > 1e-6 * one.At(volume))
                {
                    Assert.Equal(expected, difference < 0 ? first : second);
                }
            }
        },
        iter: AnyInputs.Cases);

    private static readonly (Architecture First, Architecture Second)[] Pairs =
    [
        (Local, Cloud), (Local, Architecture.HostedOpenWeights), (Local, Architecture.Hybrid),
        (Architecture.Hybrid, Cloud), (Architecture.Hybrid, Architecture.HostedOpenWeights), (Cloud, Architecture.HostedOpenWeights),
    ];

    private static BreakEven Find(CostCurve local, CostCurve cloud, double from, double to) => BreakEvenFinder.Find(Local, local, Cloud, cloud, from, to);

    private static CostCurve Line(double perRequest) => new(0, perRequest, 0, double.PositiveInfinity, 0);

    private static CostCurve Stairs(double always, double perReplica, double requestsPerReplica) => new(always, 0, perReplica, requestsPerReplica, 0);
}
