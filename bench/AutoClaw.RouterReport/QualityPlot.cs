using AutoClaw.Core.Routing.Training;
using ScottPlot;

namespace AutoClaw.RouterReport;

/// <summary>Draws quality against cloud share: the router under each protocol, and what needs no router.</summary>
internal static class QualityPlot
{
    private const int Width = 720;
    private const int Height = 480;

    private static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted];

    /// <param name="source">The source or pool.</param>
    /// <param name="router">The router's lines with their names; they share the other orders.</param>
    public static string Svg(string source, IReadOnlyList<(string Name, QualityCurves Curves)> router)
    {
        using var plot = new Plot();
        foreach (var ((name, curves), pattern) in router.Zip(Patterns))
        {
            Add(plot, name, curves.Router, Colors.Navy, 2.5f, pattern);
        }

        Add(plot, "random", router[0].Curves.Random, Colors.Gray, 1.5f, LinePattern.Solid);
        Add(plot, "length", router[0].Curves.Length, Colors.DarkOrange, 1.5f, LinePattern.Solid);
        Add(plot, "oracle", router[0].Curves.Oracle, Colors.Green, 1.5f, LinePattern.Solid);
        plot.Font.Set("DejaVu Sans");
        plot.Title(source);
        plot.XLabel("cloud share");
        plot.YLabel("quality");
        plot.Axes.SetLimitsX(0, 1);
        plot.ShowLegend(Alignment.LowerRight);

        // Each letter's position is in a list that ends with a comma: not valid, and some browsers then ignore the list.
        return plot.GetSvgXml(Width, Height).Replace(", \"", "\"", StringComparison.Ordinal);
    }

    private static void Add(Plot plot, string name, double[] quality, Color colour, float width, LinePattern pattern)
    {
        var shares = quality.Select((_, i) => i / (double)(quality.Length - 1)).ToArray();
        var line = plot.Add.ScatterLine(shares, quality, colour);
        line.LegendText = name;
        line.LineWidth = width;
        line.LinePattern = pattern;
    }
}
