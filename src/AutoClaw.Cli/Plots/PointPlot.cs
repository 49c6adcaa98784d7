using System.Globalization;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Cli.Plots;

/// <summary>One thing against another: a point with its intervals for each pair, those of a series joined in the order in which they come.</summary>
internal static class PointPlot
{
    /// <summary>Null where no point can be shown.</summary>
    public static string? Svg(string id, string title, PlotAxis x, PlotAxis y, IReadOnlyList<(string Name, IReadOnlyList<PlotPoint> Points)> series)
    {
        var shown = series.Select(s => s.Points.Where(p => x.Takes(p.X.Estimate) && y.Takes(p.Y.Estimate)).ToArray()).ToArray();
        var all = shown.SelectMany(static p => p).ToArray();
        if (all.Length == 0)
        {
            return null;
        }

        var canvas = new PlotCanvas(x, all.SelectMany(static p => Ends(p.X)), y, all.SelectMany(static p => Ends(p.Y)), PlotLegend.OfLines([.. series.Select(static s => s.Name)]));
        foreach (var (points, index) in shown.Select(static (p, i) => (p, i)))
        {
            var style = PlotStyle.Of(index);
            var joined = points.Where(static p => !p.Alone).Select(static p => (p.X.Estimate, p.Y.Estimate)).ToArray();
            if (joined.Length > 1)
            {
                canvas.Line(joined, style);
            }

            foreach (var point in points)
            {
                Bars(canvas, point, style);
                canvas.Marker(point.X.Estimate, point.Y.Estimate, style);
            }
        }

        // Last, so that no line crosses them.
        foreach (var point in all.Where(static p => p.Label is not null))
        {
            canvas.Label(point.X.Estimate, point.Y.Estimate, point.Label!);
        }

        var words = series.Zip(shown, static (s, points) => $"{s.Name}: {(points.Length == 0 ? "not known" : string.Join("; ", points.Select(Words)))}.");
        return canvas.Svg(id, title, $"{y.Label} against {x.Label}. {string.Join(' ', words)}");
    }

    private static void Bars(PlotCanvas canvas, PlotPoint point, PlotStyle style)
    {
        if (Has(point.X))
        {
            canvas.Bar((point.X.Low, point.Y.Estimate), (point.X.High, point.Y.Estimate), style);
        }

        if (Has(point.Y))
        {
            canvas.Bar((point.X.Estimate, point.Y.Low), (point.X.Estimate, point.Y.High), style);
        }
    }

    private static bool Has(Interval interval) => interval.Low < interval.High;

    private static double[] Ends(Interval interval) => [interval.Low, interval.Estimate, interval.High];

    private static string Words(PlotPoint point) => string.Create(
        CultureInfo.InvariantCulture, $"{(point.Label is { } label ? label + ": " : "")}{point.Y.Estimate:0.######} at {point.X.Estimate:0.######}");
}
