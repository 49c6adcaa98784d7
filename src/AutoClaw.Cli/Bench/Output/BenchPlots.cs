using AutoClaw.Cli.Pages;
using AutoClaw.Cli.Plots;
using AutoClaw.Core.Benchmark.Report;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Cli.Bench.Output;

/// <summary>The report's plots. One whose figures are not known is left out.</summary>
internal static class BenchPlots
{
    // With values further apart the small ones would lie on one another.
    private const double FarApart = 20;

    public static IEnumerable<PagePlot> All(BenchReport report) => new[] { Ttft(report), Throughput(report), QualityAgainstCost(report) }.OfType<PagePlot>();

    private static PagePlot? Ttft(BenchReport report)
    {
        const string Id = "plot-ttft", Title = "How long the first token takes";
        var svg = DistributionPlot.Svg(
            Id, Title, Along("TTFT [ms]", report.Engines.SelectMany(static e => e.TtftSamples)), "share of calls",
            [.. report.Engines.Select(static e => (e.Facts.Name, (IReadOnlyList<double>)e.TtftSamples))]);
        return svg is null ? null : new PagePlot(
            Id, svg, $"{Title}: the share of calls in the single stream that had their first token within so many milliseconds from when they were sent. Further left is faster, steeper is steadier; markers stand at a quarter, half and three quarters of the calls.");
    }

    private static PagePlot? Throughput(BenchReport report)
    {
        const string Id = "plot-throughput", Title = "Throughput against interactivity";
        var svg = PointPlot.Svg(
            Id, Title, new PlotAxis("tokens/s of one stream (median)"), new PlotAxis("tokens/s of all streams"),
            [.. report.Engines.Select(e => (e.Facts.Name, (IReadOnlyList<PlotPoint>)[.. report.Loads.Where(l => l.Engine == e.Facts.Name).OrderBy(static l => l.Load.Concurrency ?? int.MaxValue).Select(Point).OfType<PlotPoint>()]))]);
        return svg is null ? null : new PagePlot(
            Id, svg, $"{Title}: what a user sees (to the right) and what the engine gives all users together (upwards) under each load, with intervals. Further up and to the right is better; an engine that is full moves left.");
    }

    private static PagePlot? QualityAgainstCost(BenchReport report)
    {
        const string Id = "plot-quality-cost", Title = "Quality against cost";
        var known = report.Engines.Where(static e => e.Quality is not null && e.CostPerRequest is not null).ToArray();
        var svg = PointPlot.Svg(
            Id, Title, Along("cost per request [USD]", known.Select(static e => e.CostPerRequest!.Value.Estimate)), new PlotAxis("quality (mean score)") { FromZero = false, Lowest = 0, Highest = 1 },
            [.. report.Engines.Select(static e => (e.Facts.Name, Pair(e.CostPerRequest, e.Quality, e.Facts.Name)))]);
        return svg is null ? null : new PagePlot(
            Id, svg, $"{Title}: the mean score of an engine's answers (upwards) and what a request to it costs (to the right), with intervals. Further up and to the left is better.{Without(report, known)}");
    }

    private static PlotPoint? Point(LoadReport load) => load is { TokensPerSecond: { } all, TokensPerSecondEach: { } each } ? new PlotPoint(each, all, load.Load.ToString(), load.Load.Concurrency is null) : null;

    private static IReadOnlyList<PlotPoint> Pair(Interval? x, Interval? y, string name) => x is { } across && y is { } up ? [new PlotPoint(across, up, name)] : [];

    private static PlotAxis Along(string label, IEnumerable<double> values)
    {
        var all = values.ToArray();
        return new PlotAxis(label) { Log = all.Length > 0 && all.Min() > 0 && all.Max() / all.Min() > FarApart };
    }

    private static string Without(BenchReport report, EngineReport[] known)
    {
        var missing = report.Engines.Except(known).Select(static e => e.Facts.Name).ToArray();
        return missing.Length == 0 ? "" : $" Not in it, because one of the two is not known: {string.Join(", ", missing)}.";
    }
}
