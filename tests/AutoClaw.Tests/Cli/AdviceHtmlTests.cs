using System.Text.RegularExpressions;
using AutoClaw.Cli.Advise;
using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Cost;
using AutoClaw.Core.Advisor.Recommendations;
using AutoClaw.Core.Advisor.Uncertainties;
using TheAdvisor = AutoClaw.Core.Advisor.Advisor;

namespace AutoClaw.Tests.Cli;

/// <summary>What the advice's page draws is what the cost model says, and nothing in it is taken for markup.</summary>
public sealed class AdviceHtmlTests
{
    private static readonly Advice Default = TheAdvisor.Advise(AdvisorInputs.Default);

    [Fact]
    public void Marks_AreTheVolumeAskedAboutAndWhereTheCheapestChanges()
    {
        var marks = CostVolumes.Of(Default).Marks;

        Assert.Equal((1_000_000, "asked about"), marks[0]);
        var (volume, label) = Assert.Single(marks.Skip(1));
        Assert.EndsWith(": hybrid", label, StringComparison.Ordinal);
        Assert.Equal(At(Architecture.AllCloud, volume), At(Architecture.Hybrid, volume), At(Architecture.Hybrid, volume) * 1e-6);
    }

    [Fact]
    public void Lines_AreTheCostsAndNeverFall()
    {
        var lines = CostVolumes.Of(Default).Lines;

        Assert.Equal(Enum.GetValues<Architecture>(), lines.Select(line => line.Architecture));
        foreach (var (architecture, points) in lines)
        {
            Assert.All(points, point => Assert.Equal(At(architecture, point.X), point.Y.Estimate, point.Y.Estimate * 1e-9));
            Assert.All(points.Zip(points.Skip(1)), pair => Assert.True(pair.First.X <= pair.Second.X && pair.First.Y.Estimate <= pair.Second.Y.Estimate * (1 + 1e-12)));
            Assert.All(points.Where(point => !double.IsNaN(point.Y.Low)), point => Assert.True(point.Y.Low <= point.Y.High));
        }
    }

    [Fact]
    public void Zone_EvenRange_HoldsTheBreakEvenAndWithoutDoubtThereIsNone()
    {
        var even = With(new InputRange(AdvisorVariable.CloudPrice, 0.8, 1.25, RangeShape.Lognormal));
        var zone = Assert.Single(even.Open);

        Assert.Equal(even.Marks[1].X, Math.Sqrt(zone.From * zone.To), even.Marks[1].X * 0.1);
        Assert.InRange(zone.To / zone.From, 1.1, 2);
        Assert.Empty(With().Open);
    }

    [Fact]
    public void Caption_LopsidedRanges_SaysThatTheChangeIsThatOfTheNamedInputs()
    {
        var volumes = CostVolumes.Of(Default);

        Assert.True(volumes.Marks[1].X < Assert.Single(volumes.Open).From);
        Assert.Contains("A change outside it is that of the inputs as named", AdviceHtml.Write(Default, []), StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_NothingAdmitted_CompareAllFour()
    {
        var none = TheAdvisor.Advise(AdvisorInputs.Default with { Constraints = new ConstraintInputs { MonthlyUsd = 1 } });

        Assert.Null(none.Recommended);
        var volumes = CostVolumes.Of(none);
        Assert.Contains("of the four", volumes.Words, StringComparison.Ordinal);
        Assert.Contains("plot-cost-volume", AdviceHtml.Write(none, []), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NamesOfTheUser_AreText()
    {
        var inputs = AdvisorInputs.Default with { Cloud = AdvisorInputs.Default.Cloud with { Model = "<script>alert(1)</script>" } };
        var page = AdviceHtml.Write(TheAdvisor.Advise(inputs), ["<b>note</b>"]);

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;note&lt;/b&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_FreeOfCharge_StillIsAPage()
    {
        var free = AdvisorInputs.Default with { Cloud = AdvisorInputs.Default.Cloud with { PriceFactor = 0 }, Hosted = AdvisorInputs.Default.Hosted with { PriceFactor = 0 } };
        var page = AdviceHtml.Write(TheAdvisor.Advise(free), []);

        Assert.EndsWith("</html>", page.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1e12, 0.4)]
    [InlineData(5e7, 1)]
    public void Write_ExtremesOfTheInputs_HasAllPlots(double volume, double mustStay)
    {
        var page = AdviceHtml.Write(TheAdvisor.Advise(AdvisorInputs.Default with
        {
            Workload = AdvisorInputs.Default.Workload with { RequestsPerMonth = volume },
            Constraints = new ConstraintInputs { MustStayLocalShare = mustStay },
            Uncertainty = AdvisorInputs.Default.Uncertainty with { Samples = 20 },
        }), []);

        Assert.Equal(3, Regex.Count(page, "<figure id=\"plot-[a-z-]+\"><svg "));
        Assert.DoesNotMatch("NaN|Infinity|∞", page);
    }

    [Fact]
    public void Words_NoChange_NameTheCheapestAndTheRange()
    {
        var volumes = CostVolumes.Of(TheAdvisor.Advise(AdvisorInputs.Default with { Cloud = AdvisorInputs.Default.Cloud with { PriceFactor = 0 } }));

        Assert.Matches("^From 1 to 100M requests a month the cheapest of .* is all cloud\\.$", volumes.Words);
        Assert.Equal([(1_000_000, "asked about")], volumes.Marks);
    }

    private static CostVolumes With(params InputRange[] ranges) =>
        CostVolumes.Of(TheAdvisor.Advise(Default.Inputs with { Uncertainty = Default.Inputs.Uncertainty with { Ranges = [.. ranges] } }));

    private static double At(Architecture architecture, double volume) => CostModel.Curve(AdvisorInputs.Default, architecture).At(volume);
}
