using System.Globalization;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Cli.Plots;

/// <summary>Lines with the room in which each may lie, and marks where something changes: cost against volume with its break-even points.</summary>
internal static class BandPlot
{
    /// <summary>Null where nothing can be shown.</summary>
    /// <param name="id">Of the place in the page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="x">Of the volumes.</param>
    /// <param name="y">Of the values.</param>
    /// <param name="series">A name, and values with their intervals by rising volume.</param>
    /// <param name="marks">Where to say what.</param>
    /// <param name="zones">Where something is open.</param>
    public static string? Svg(
        string id, string title, PlotAxis x, PlotAxis y, IReadOnlyList<(string Name, IReadOnlyList<(double X, Interval Y)> Points)> series, IReadOnlyList<(double X, string Label)> marks,
        IReadOnlyList<(double From, double To)>? zones = null)
    {
        var shown = series.Select(s => s.Points.Where(p => x.Takes(p.X) && y.Takes(p.Y.Estimate)).ToArray()).ToArray();
        var all = shown.SelectMany(static p => p).ToArray();
        if (all.Length == 0)
        {
            return null;
        }

        var canvas = new PlotCanvas(
            x, all.Select(static p => p.X), y, all.SelectMany(static p => (double[])[p.Y.Low, p.Y.Estimate, p.Y.High]), PlotLegend.OfLines([.. series.Select(static s => s.Name)]));
        var styled = shown.Select(static (points, i) => (points, PlotStyle.Of(i))).Where(static s => s.points.Length > 0).ToArray();
        foreach (var (from, to) in zones ?? [])
        {
            canvas.Zone(from, to);
        }

        foreach (var (points, style) in styled)
        {
            canvas.Band([.. points.Where(static p => p.Y.Low <= p.Y.High).Select(static p => (p.X, p.Y.Low, p.Y.High))], style);
        }

        // Beyond the volumes a mark would stand at the border, which is not where it belongs.
        var inside = marks.Where(m => m.X >= all.Min(static p => p.X) && m.X <= all.Max(static p => p.X)).ToArray();
        foreach (var mark in inside)
        {
            canvas.Upright(mark.X, mark.Label);
        }

        foreach (var (points, style) in styled)
        {
            canvas.Line([.. points.Select(static p => (p.X, p.Y.Estimate))], style);
            foreach (var point in new[] { points[0], points[points.Length / 2], points[^1] }.Distinct())
            {
                canvas.Marker(point.X, point.Y.Estimate, style);
            }
        }

        var words = series.Zip(shown, static (s, points) => points.Length == 0 ? $"{s.Name}: not known." : string.Create(
            CultureInfo.InvariantCulture, $"{s.Name}: {points[0].Y.Estimate:0.##} at {points[0].X:0.##} to {points[^1].Y.Estimate:0.##} at {points[^1].X:0.##}."));
        return canvas.Svg(id, title, $"{y.Label} against {x.Label}. {string.Join(' ', words.Concat(inside.Select(static m => $"{m.Label}.")))}");
    }
}
