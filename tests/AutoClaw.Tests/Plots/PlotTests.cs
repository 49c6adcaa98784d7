using System.Xml.Linq;
using AutoClaw.Cli.Plots;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Tests.Plots;

/// <summary>What all plots keep, whatever they show.</summary>
public sealed class PlotTests
{
    private const string Odd = "a<b> & \"c\" é ☁ 😀\u0001\ud800";
    private const string OddShown = "a<b> & \"c\" é ☁ 😀\uFFFD\uFFFD";

    private static readonly Func<string, string, double, string?>[] Kinds =
    [
        static (id, name, v) => DistributionPlot.Svg(id, "Title <1>", new PlotAxis("ms"), "share", [(name, [10, 20, v]), ("other", [5, 6, 7])]),
        static (id, name, v) => PointPlot.Svg(
            id, "Title <1>", new PlotAxis("x"), new PlotAxis("y"), [(name, [Point(1, 2), Point(3, v)]), ("other", [new PlotPoint(new Interval(2, 1, 3), new Interval(2, v, 3), "here")])]),
        static (id, name, v) => BandPlot.Svg(
            id, "Title <1>", new PlotAxis("requests") { Log = true }, new PlotAxis("USD"), [(name, [(1e3, new Interval(5, 4, 6)), (1e6, new Interval(50, 40, v))]), ("other", [(1e3, Interval.Exactly(9)), (1e6, Interval.Exactly(v))])],
            [(1e4, "break-even"), (v, "odd"), (1e12, "beyond")]),
        static (id, name, v) => TornadoPlot.Svg(id, "Title <1>", new PlotAxis("USD"), 10, [new(name, 8, 14, "low", "high"), new("other", 12, 9), new("odd", v, 10)]),
    ];

    public static TheoryData<int> All => [.. Enumerable.Range(0, Kinds.Length)];

    public static TheoryData<int, double> Unusual =>
        [.. from kind in Enumerable.Range(0, Kinds.Length) from value in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -7, 1e-300, 1e305 } select (kind, value)];

    [Theory]
    [MemberData(nameof(All))]
    public void Svg_InAPage_ScalesIsDescribedAndNeedsNothing(int kind)
    {
        var plot = new DrawnPlot(Kinds[kind]("p", Odd, 30));

        Assert.Matches(@"^0 0 \d+ \d+$", plot.Root.Attribute("viewBox")!.Value);
        Assert.Null(plot.Root.Attribute("width"));
        Assert.Equal("img", plot.Root.Attribute("role")!.Value);
        Assert.Equal("Title <1>", plot.Named("title").Single(t => (string?)t.Attribute("id") == plot.Root.Attribute("aria-labelledby")!.Value).Value);
        Assert.Contains("other", plot.Named("desc").Single(t => (string?)t.Attribute("id") == plot.Root.Attribute("aria-describedby")!.Value).Value, StringComparison.Ordinal);
        Assert.Contains(OddShown, plot.Named("desc").Single().Value, StringComparison.Ordinal);
        Assert.Contains(OddShown, plot.Texts);
        Assert.DoesNotContain(plot.Root.Descendants(), static e => e.Name.LocalName is "image" or "use" or "script" or "style" or "foreignObject");
        Assert.DoesNotContain(
            plot.Root.DescendantsAndSelf().Attributes().Where(static a => !a.IsNamespaceDeclaration), static a => a.Name.LocalName == "href" || a.Value.Contains("//", StringComparison.Ordinal));
    }

    [Fact]
    public void Svg_SeveralInAPage_ShareNoId()
    {
        var plots = Kinds.Select(static (kind, i) => (Prefix: $"plot-{i}-", Plot: new DrawnPlot(kind($"plot-{i}", "local", 30)))).ToArray();

        var ids = plots.SelectMany(static p => p.Plot.Ids).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        foreach (var (prefix, plot) in plots)
        {
            Assert.All(plot.Ids, id => Assert.StartsWith(prefix, id, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Svg_SameValues_SameBytes(int kind) => Assert.Equal(Kinds[kind]("p", "local", 30), Kinds[kind]("p", "local", 30));

    [Theory]
    [MemberData(nameof(Unusual))]
    public void Svg_UnusualValue_IsDrawnWithNumbersOnly(int kind, double value)
    {
        var plot = new DrawnPlot(Kinds[kind]("p", "local", value));

        Assert.DoesNotContain(
            plot.Root.Descendants().Where(static e => e.Name.LocalName is not ("desc" or "text")).Attributes(),
            static a => a.Value.Contains("NaN", StringComparison.OrdinalIgnoreCase) || a.Value.Contains("inf", StringComparison.OrdinalIgnoreCase) || a.Value.Contains('∞'));
        Assert.All(plot.Named("text"), static t => Assert.InRange((double)t.Attribute("x")!, -50, 800));
        Assert.DoesNotContain("beyond", plot.Texts);
    }

    [Fact]
    public void Svg_NothingToShow_IsNoPlot()
    {
        var axis = new PlotAxis("x");
        Assert.Null(DistributionPlot.Svg("p", "t", axis, "share", [("a", []), ("b", [double.NaN, double.PositiveInfinity])]));
        Assert.Null(PointPlot.Svg("p", "t", axis, axis, [("a", [Point(double.NaN, 1)])]));
        Assert.Null(PointPlot.Svg("p", "t", axis with { Log = true }, axis, [("a", [Point(0, 1)])]));
        Assert.Null(BandPlot.Svg("p", "t", axis, axis, [("a", [])], [(1, "m")]));
        Assert.Null(TornadoPlot.Svg("p", "t", axis, 1, []));
        Assert.Null(TornadoPlot.Svg("p", "t", axis, double.NaN, [new("a", 1, 2)]));
    }

    [Fact]
    public void Svg_ManySeries_EachLooksUnlikeTheOthers()
    {
        var looks = Enumerable.Range(0, 30).Select(static i => PlotStyle.Of(i)).Select(static s => (s.Colour, s.Dash, string.Join(' ', s.Shape))).ToArray();
        Assert.Equal(looks.Length, looks.Distinct().Count());

        var plot = new DrawnPlot(DistributionPlot.Svg("p", "t", new PlotAxis("ms"), "share", [.. Enumerable.Range(0, 12).Select(static i => ($"engine number {i}", (IReadOnlyList<double>)[i, i + 3]))]));
        Assert.All(Enumerable.Range(0, 12), i => Assert.Contains($"engine number {i}", plot.Texts));
        Assert.All(Enumerable.Range(0, 12), i => Assert.InRange(plot.At($"engine number {i}").X, 0, 650));
    }

    private static PlotPoint Point(double x, double y) => new(Interval.Exactly(x), Interval.Exactly(y));
}
