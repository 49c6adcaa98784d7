using System.Globalization;

namespace AutoClaw.Cli.Plots;

/// <summary>Which share of the values is at most so much: a rising line for each series, with markers at a quarter, half and three quarters.</summary>
internal static class DistributionPlot
{
    // More than a pixel has room for says nothing.
    private const int MostSteps = 400;

    private static readonly double[] Marked = [0.25, 0.5, 0.75];

    /// <summary>Null where there is no value.</summary>
    /// <param name="id">Of the place in the page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="x">Of the values.</param>
    /// <param name="share">What is counted, for example "share of calls".</param>
    /// <param name="series">A name and values in any order.</param>
    public static string? Svg(string id, string title, PlotAxis x, string share, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> series)
    {
        var sorted = series.Select(s => s.Values.Where(x.Takes).Order().ToArray()).ToArray();
        if (sorted.All(static s => s.Length == 0))
        {
            return null;
        }

        var canvas = new PlotCanvas(
            x, sorted.SelectMany(static s => s), new PlotAxis(share) { Lowest = 0, Highest = 1 }, [0, 1], PlotLegend.OfLines([.. series.Select(static s => s.Name)]));
        foreach (var (values, index) in sorted.Select(static (s, i) => (s, i)).Where(static s => s.s.Length > 0))
        {
            var style = PlotStyle.Of(index);
            canvas.Line(Steps(values), style);
            foreach (var quantile in Marked)
            {
                canvas.Marker(At(values, quantile), quantile, style);
            }
        }

        var words = series.Zip(sorted, static (s, values) => values.Length == 0
            ? $"{s.Name}: no values."
            : string.Create(CultureInfo.InvariantCulture, $"{s.Name}: {values.Length} values, half of them at most {At(values, 0.5):0.###}."));
        return canvas.Svg(id, title, $"{x.Label}. {string.Join(' ', words)}");
    }

    private static double At(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];

    private static List<(double X, double Y)> Steps(double[] sorted)
    {
        var steps = new List<(double X, double Y)> { (sorted[0], 0) };
        var shown = Math.Min(sorted.Length, MostSteps);
        for (var i = 1; i <= shown; i++)
        {
            var count = (int)((long)i * sorted.Length / shown);
            steps.Add((sorted[count - 1], steps[^1].Y));
            steps.Add((sorted[count - 1], count / (double)sorted.Length));
        }

        return steps;
    }
}
