using AutoClaw.Cli.Plots;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Tests.Plots;

/// <summary>That what is drawn lies where the axes say.</summary>
public sealed class PlotPlacesTests
{
    // Baselines of numbers stand this far below the value beside which they are.
    private const double Baseline = 4;

    private static string First => PlotStyle.Of(0).Colour;

    private static string Second => PlotStyle.Of(1).Colour;

    [Fact]
    public void Distribution_StepsAndMedian_LieAtTheirValues()
    {
        var plot = new DrawnPlot(DistributionPlot.Svg("p", "t", new PlotAxis("ms"), "share", [("a", [300, 100, 200, 400]), ("b", [200, 200])]));

        var line = plot.Line(First).Distinct().ToArray();
        (double, double)[] wanted = [(100, 0), (100, 0.25), (200, 0.25), (200, 0.5), (300, 0.5), (300, 0.75), (400, 0.75), (400, 1)];
        Assert.Equal(wanted.Select(w => Pixel(plot, w.Item1, w.Item2)), line.Take(wanted.Length), Near);
        Assert.Equal("9 4", plot.Named("path").First(p => (string?)p.Attribute("stroke") == Second).Attribute("stroke-dasharray")!.Value);
        Assert.DoesNotContain(plot.Named("path").Where(p => (string?)p.Attribute("stroke") == First), static p => p.Attribute("stroke-dasharray") is not null);
        Assert.Contains("half of them at most 200", plot.Named("desc").Single().Value, StringComparison.Ordinal);
        Assert.Equal(6, plot.Named("path").Count(p => (string?)p.Attribute("fill") == First || (string?)p.Attribute("fill") == Second) - 2);

        (double X, double Y) Pixel(DrawnPlot p, double x, double y) => (Between(p.At("100").X, p.At("300").X, (x - 100) / 200), Between(p.At("0.2").Y, p.At("0.8").Y, (y - 0.2) / 0.6) - Baseline);
    }

    [Fact]
    public void Distribution_MoreValuesThanPixels_KeepsItsEndsAndStaysSmall()
    {
        var svg = DistributionPlot.Svg("p", "t", new PlotAxis("ms"), "share", [("a", [.. Enumerable.Range(1, 100_000).Select(static i => (double)i)])])!;

        Assert.InRange(svg.Length, 1000, 40_000);
        var plot = new DrawnPlot(svg);
        Assert.Equal(plot.At("100K").X, plot.Line(First).Max(static p => p.X), 0.5);
    }

    [Fact]
    public void Points_WithoutAnUpperEnd_ReachTheBorder()
    {
        var plot = new DrawnPlot(PointPlot.Svg(
            "p", "t", new PlotAxis("x"), new PlotAxis("y") { Lowest = 0, Highest = 1 }, [("a", [new PlotPoint(new Interval(20, 10, double.PositiveInfinity), new Interval(0.5, 0.25, 1), "2 at once")])]));

        var line = plot.Line(First);
        Assert.Equal(PlotCanvas.Width - 24, line.Max(static p => p.X), 0.5);
        Assert.Equal(plot.At("10").X, line.Min(static p => p.X), 0.5);
        Assert.Equal(plot.At("0.4").Y - ((plot.At("0.4").Y - plot.At("0.6").Y) / 2), line.GroupBy(static p => p.Y).MaxBy(static g => g.Count())!.Key + Baseline, 0.5);
        Assert.Contains("2 at once", plot.Texts);
    }

    [Fact]
    public void Points_SameSpot_LabelsDoNotLieOnOneAnother()
    {
        var plot = new DrawnPlot(PointPlot.Svg("p", "t", new PlotAxis("x"), new PlotAxis("y"), [.. Enumerable.Range(0, 6).Select(static i => ($"engine{i}", (IReadOnlyList<PlotPoint>)[new PlotPoint(Interval.Exactly(5), Interval.Exactly(5), $"point {i}")]))]));

        var places = Enumerable.Range(0, 6).Select(i => (plot.At($"point {i}"), (string)plot.Named("text").Single(t => t.Value == $"point {i}").Attribute("text-anchor")!)).ToArray();
        Assert.Equal(6, places.Distinct().Count());
        Assert.All(
            from a in places from b in places where a != b && a.Item2 == b.Item2 select Math.Abs(a.Item1.Y - b.Item1.Y),
            static apart => Assert.True(apart >= 15, $"{apart} pixels"));
    }

    [Fact]
    public void Points_CloseTogether_LabelsAreNearestToTheirOwn()
    {
        // With the interval of one through where the label of another would stand.
        (double X, double Y, string Label)[] points = [(703, 90, "2 at once"), (713, 180, "4 at once"), (750, 370, "8 at once"), (390, 1900, "far off")];
        var plot = new DrawnPlot(PointPlot.Svg(
            "p", "t", new PlotAxis("x"), new PlotAxis("y"), [("a", [.. points.Select(static p => new PlotPoint(new Interval(p.X, p.X - 100, p.X + 100), Interval.Exactly(p.Y), p.Label))])]));

        var pixels = points.Select(p => (p.Label, X: Between(plot.At("200").X, plot.At("800").X, (p.X - 200) / 600), Y: Between(plot.At("500").Y, plot.At("1,500").Y, (p.Y - 500) / 1000) - Baseline)).ToArray();
        var seen = new HashSet<bool>();
        foreach (var (_, _, label) in points)
        {
            var text = plot.Named("text").Single(t => t.Value == label);
            var (width, x, top) = (PlotLabels.WidthOf(label), plot.At(label).X, plot.At(label).Y - 12);
            var box = PlotBox.At((string?)text.Attribute("text-anchor") == "end" ? x - width : x, top, width, 15);
            var (_, ownX, ownY) = pixels.MinBy(p => box.DistanceTo(p.X, p.Y));
            Assert.Equal(label, pixels.Single(p => (p.X, p.Y) == (ownX, ownY)).Label);

            // Where another is about as near, a line leads to it.
            var near = pixels.Count(p => box.DistanceTo(p.X, p.Y) < 30) > 1;
            Assert.Equal(near, plot.Line(PlotStyle.Neutral).Any(p => Math.Abs(p.X - ownX) < 0.5 && Math.Abs(p.Y - ownY) < 0.5));
            seen.Add(near);
        }

        Assert.Equal([false, true], seen.Order());
    }

    [Fact]
    public void Band_LogarithmicVolumes_MarkStandsAtItsVolume()
    {
        var plot = new DrawnPlot(BandPlot.Svg(
            "p", "t", new PlotAxis("requests") { Log = true }, new PlotAxis("USD"),
            [("cloud", [.. Enumerable.Range(3, 6).Select(static p => Math.Pow(10, p)).Select(static v => (v, new Interval(v / 100, v / 120, v / 80)))]), ("local", [(1e3, Interval.Exactly(500)), (1e8, Interval.Exactly(500))])],
            [(5e4, "52K: local is cheaper")]));

        var mark = plot.Line(PlotStyle.Neutral).Where(p => Math.Abs(p.X - Between(plot.At("10K").X, plot.At("100K").X, Math.Log10(5))) < 0.5).ToArray();
        Assert.Equal(2, mark.Length);
        Assert.Contains("52K: local is cheaper", plot.Texts);
        Assert.Contains("52K: local is cheaper", plot.Named("desc").Single().Value, StringComparison.Ordinal);
        Assert.Contains(plot.Named("path"), static p => (string?)p.Attribute("fill") == First && p.Attribute("fill-opacity") is not null);
    }

    [Fact]
    public void Band_Zone_CoversItsVolumesOverTheWholeHeight()
    {
        var plot = new DrawnPlot(BandPlot.Svg(
            "p", "t", new PlotAxis("requests") { Log = true }, new PlotAxis("USD"), [("cloud", [(1e3, Interval.Exactly(10)), (1e6, Interval.Exactly(500))])], [], [(1e4, 1e5)]));

        var zone = plot.Named("path").Single(static p => (string?)p.Attribute("fill") == PlotStyle.Neutral).Attribute("d")!.Value;
        Assert.StartsWith($"M{PlotSvg.Number(plot.At("10K").X)} ", zone, StringComparison.Ordinal);
        Assert.Contains($"L{PlotSvg.Number(plot.At("100K").X)} ", zone, StringComparison.Ordinal);
        // The frame's own corner and end.
        Assert.All([plot.Line(PlotStyle.Neutral).Min(static p => p.Y), plot.Line(PlotStyle.Neutral).Max(static p => p.Y)], y => Assert.Contains($" {PlotSvg.Number(y)}", zone, StringComparison.Ordinal));
    }

    [Fact]
    public void Tornado_LongestBar_IsOnTop()
    {
        var plot = new DrawnPlot(TornadoPlot.Svg("p", "t", new PlotAxis("USD"), 100, [new("short", 95, 105), new("long", 180, 20, "50 %", "90 %"), new("middle", 70, 130)]));

        Assert.True(plot.At("long").Y < plot.At("middle").Y && plot.At("middle").Y < plot.At("short").Y);
        Assert.Equal(plot.At("long").Y, plot.At("50 %").Y, 0.5);
        // What lowers the result at its upper end points to the left with it.
        Assert.True(plot.At("90 %").X < plot.At("100").X && plot.At("50 %").X > plot.At("100").X);
    }

    [Theory]
    [InlineData(0, 1, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(0, 318, "0 50 100 150 200 250 300")]
    [InlineData(-7, 7, "-6 -4 -2 0 2 4 6")]
    [InlineData(0, 0.00035, "0 0.00005 0.0001 0.00015 0.0002 0.00025 0.0003 0.00035")]
    [InlineData(0, 25_000, "0 5,000 10K 15K 20K 25K")]
    [InlineData(0.91, 0.93, "0.91 0.915 0.92 0.925 0.93")]
    public void Steps_AreRound(double low, double high, string wanted) => Assert.Equal(wanted, string.Join(' ', PlotTick.Steps(low, high).Select(static t => t.Text)));

    [Theory]
    [InlineData(3, 6, "1,000 3,000 10K 30K 100K 300K 1M")]
    [InlineData(-0.1, 1.5, "1 2 5 10 20")]
    [InlineData(-7, -1, "1e-7 0.000001 0.00001 0.0001 0.001 0.01 0.1")]
    public void Powers_AreRound(double low, double high, string wanted) => Assert.Equal(wanted, string.Join(' ', PlotTick.Powers(low, high).Select(static t => t.Text)));

    private static double Between(double from, double to, double share) => from + ((to - from) * share);

    private static bool Near((double X, double Y) a, (double X, double Y) b) => Math.Abs(a.X - b.X) < 0.5 && Math.Abs(a.Y - b.Y) < 0.5;
}
