using System.Xml.Linq;

namespace AutoClaw.Cli.Plots;

/// <summary>The series' names with how they look, in as many rows as they need, to stand above the area.</summary>
/// <param name="Elements">To draw.</param>
/// <param name="Height">In pixels.</param>
internal sealed record PlotLegend(IReadOnlyList<XElement> Elements, int Height)
{
    private const int Row = 20;
    private const int Sign = 28;
    private const double Left = 8;

    public static PlotLegend OfLines(IReadOnlyList<string> names) => Of(names, static (style, x, y) =>
    {
        var line = new XElement(
            PlotSvg.Name("path"), new XAttribute("d", $"M{PlotSvg.Number(x)} {PlotSvg.Number(y)}h{Sign}"), new XAttribute("stroke", style.Colour), new XAttribute("stroke-width", PlotSvg.LineWidth));
        line.SetAttributeValue("stroke-dasharray", style.Dash);
        return [line, style.Marker(x + (Sign / 2), y)];
    });

    public static PlotLegend OfBlocks(IReadOnlyList<string> names) => Of(names, static (style, x, y) =>
        [new XElement(PlotSvg.Name("path"), new XAttribute("d", $"M{PlotSvg.Number(x)} {PlotSvg.Number(y - 6)}h{Sign}v12h-{Sign}z"), new XAttribute("fill", style.Colour))]);

    private static PlotLegend Of(IReadOnlyList<string> names, Func<PlotStyle, double, double, XElement[]> sign)
    {
        var elements = new List<XElement>();
        var (x, y) = (Left, 12.0);
        for (var i = 0; i < names.Count; i++)
        {
            var width = Sign + 6 + PlotLabels.WidthOf(names[i]) + 22;
            if (x > Left && x + width > PlotCanvas.Width)
            {
                (x, y) = (Left, y + Row);
            }

            elements.AddRange(sign(PlotStyle.Of(i), x, y));
            elements.Add(PlotSvg.Text(x + Sign + 6, y + 4, names[i]));
            x += width;
        }

        return new PlotLegend(elements, names.Count == 0 ? 0 : (int)y + 12);
    }
}
