using System.Collections.Immutable;
using System.Globalization;
using AutoClaw.Cli.Pages;
using AutoClaw.Cli.Plots;
using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Recommendations;
using AutoClaw.Core.Advisor.Uncertainties;
using AutoClaw.Core.Benchmark.Statistics;
using Bar = AutoClaw.Cli.Plots.TornadoBar;

namespace AutoClaw.Cli.Advise;

/// <summary>The advice's plots. One whose figures can't be drawn is left out.</summary>
internal static class AdvicePlots
{
    // With costs further apart the small ones would lie on one another.
    private const double FarApart = 20;

    public static IEnumerable<PagePlot> All(Advice advice) => new[] { Cost(advice), Tornado(advice), Quality(advice) }.OfType<PagePlot>();

    private static PagePlot? Cost(Advice advice)
    {
        const string Id = "plot-cost-volume", Title = "Cost against volume";
        var volumes = CostVolumes.Of(advice);
        var svg = BandPlot.Svg(
            Id, Title, new PlotAxis("requests a month") { Log = true }, new PlotAxis("USD a month") { Log = true },
            [.. volumes.Lines.Select(static line => (Words.Name(line.Architecture), (IReadOnlyList<(double, Interval)>)line.Points))], volumes.Marks, volumes.Open);
        return svg is null ? null : new PagePlot(
            Id, svg, $"{Title}: a month of each architecture by the number of requests, both on scales where one step is ten times as much. A band holds nine of ten draws of the other inputs at that volume; where bands overlap, which one is cheaper is not sure; a line below its own band is an optimistic figure. {volumes.Words}{Open(volumes)}");
    }

    private static PagePlot? Tornado(Advice advice)
    {
        const string Id = "plot-tornado", Title = "What matters most";
        var about = Words.Name(advice.Recommended ?? Architecture.AllCloud);
        var svg = TornadoPlot.Svg(
            Id, Title, new PlotAxis("USD a month") { FromZero = false }, advice.Architectures.First(outcome => outcome.Architecture == (advice.Recommended ?? Architecture.AllCloud)).Cost.MonthlyUsd,
            [.. advice.Tornado.Where(static bar => bar.Swing > 0).Select(static bar => new Bar(AdviceText.Name(bar.Variable), bar.UsdAtLow, bar.UsdAtHigh, End(bar, bar.LowValue), End(bar, bar.HighValue)))]);
        return svg is null ? null : new PagePlot(
            Id, svg, $"{Title} to the cost of {about}: each input alone from the lower to the upper end of its range, all others as named. The longest bar is what to measure first.{(advice.Tornado.Any(static bar => bar.Swing <= 0) ? " Inputs that change nothing are left out." : "")}");
    }

    private static PagePlot? Quality(Advice advice)
    {
        const string Id = "plot-quality-cost", Title = "Quality against cost";
        var costs = advice.Architectures.SelectMany(static outcome => (double[])[outcome.Range.Low, outcome.Cost.MonthlyUsd, outcome.Range.High]).ToArray();
        var svg = PointPlot.Svg(
            Id, Title, new PlotAxis("USD a month") { Log = costs.Min() > 0 && costs.Max() / costs.Min() > FarApart }, new PlotAxis("quality") { FromZero = false, Lowest = 0, Highest = 1 },
            [.. advice.Architectures.Select(outcome => (Words.Name(outcome.Architecture), (IReadOnlyList<PlotPoint>)[Point(advice, outcome)]))]);
        return svg is null ? null : new PagePlot(
            Id, svg, $"{Title}: the share of right answers (upwards) and the cost of a month (to the right) at the volume that was asked about; the bar holds nine of ten draws. Further up and to the left is better.");
    }

    private static string Open(CostVolumes volumes)
    {
        if (volumes.Open.IsEmpty)
        {
            return "";
        }

        var zones = string.Join(" and ", volumes.Open.Select(static zone => $"{About(zone.From)} to {About(zone.To)}"));
        var elsewhere = volumes.Marks.Skip(1).Any(mark => volumes.Open.All(zone => mark.X < zone.From || mark.X > zone.To));
        return $" In the grey zone, {zones} requests a month, none is the cheapest in nine of ten draws.{(elsewhere ? " A change outside it is that of the inputs as named alone: there nine of ten draws agree on one." : "")}";
    }

    private static string About(double volume) => PlotTick.Number(volume, volume / 20);

    private static PlotPoint Point(Advice advice, ArchitectureOutcome outcome) => new(
        new Interval(outcome.Cost.MonthlyUsd, outcome.Range.Low, outcome.Range.High), Interval.Exactly(outcome.Quality), AdviceText.Title(advice, outcome));

    private static string End(Core.Advisor.Uncertainties.TornadoBar bar, double value) =>
        (bar.Variable == AdvisorVariable.Volume ? PlotTick.Number(value, value / 100) : value.ToString("0.###", CultureInfo.InvariantCulture)) + (bar.Unit.StartsWith("times what", StringComparison.Ordinal) ? "x" : "");
}
