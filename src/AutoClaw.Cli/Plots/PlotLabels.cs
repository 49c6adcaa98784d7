using System.Xml.Linq;

namespace AutoClaw.Cli.Plots;

/// <summary>Finds room for words in a plot's area, so that they do not lie on one another.</summary>
internal sealed class PlotLabels(PlotArea area)
{
    private const double Height = 15;
    private const double Gap = 8;
    private const double Marker = 6;

    // Of most letters at the text's size; wide enough that an estimate without the font does not overlap.
    private const double Letter = 6.8;

    private static readonly (bool Right, bool Above)[] Sides = [(true, true), (true, false), (false, true), (false, false)];

    private readonly List<(double Left, double Top, double Right, double Bottom)> _taken = [];

    public static double WidthOf(string text) => text.Length * Letter;

    /// <summary>No words on the marker there.</summary>
    public void Keep(double x, double y) => _taken.Add((x - Marker, y - Marker, x + Marker, y + Marker));

    /// <summary>Beside the point in pixels: right above it, or where that is taken right below, left above, left below, and so on outwards.</summary>
    public XElement Put(string text, double x, double y)
    {
        var width = WidthOf(text);
        return Best(text, x,
            from distance in Enumerable.Range(0, 4)
            from side in Sides
            let left = side.Right ? x + Gap : x - Gap - width
            select (left, side.Above ? y - Gap - Height - (distance * Height) : y + 3 + (distance * Height), left + width));
    }

    /// <summary>To the right of the pixel <paramref name="x"/> and under <paramref name="y"/>, as far down as others leave room; to the left of it only at the border.</summary>
    public XElement PutBelow(string text, double x, double y)
    {
        var width = WidthOf(text);
        return Best(text, x,
            from left in new[] { x + Gap, x - Gap - width }
            from distance in Enumerable.Range(0, 8)
            select (left, y + (distance * Height), left + width));
    }

    private XElement Best(string text, double x, IEnumerable<(double Left, double Top, double Right)> spots)
    {
        var spot = spots.Where(Inside).Where(Free).Concat(spots.Where(Inside)).Concat(spots).First();
        _taken.Add((spot.Left, spot.Top, spot.Right, spot.Top + Height));
        var right = spot.Left > x;
        var label = PlotSvg.Text(right ? spot.Left : spot.Right, spot.Top + 12, text, right ? "start" : "end");
        // A rim in the page's colour keeps it legible on lines.
        label.SetAttributeValue("paint-order", "stroke");
        label.SetAttributeValue("stroke", "var(--page, Canvas)");
        label.SetAttributeValue("stroke-width", "3");
        return label;
    }

    private bool Inside((double Left, double Top, double Right) spot) => spot.Left >= area.Left && spot.Right <= area.Right + 20 && spot.Top >= area.Top - 4 && spot.Top + Height <= area.Bottom;

    private bool Free((double Left, double Top, double Right) spot) =>
        _taken.TrueForAll(t => spot.Right < t.Left || spot.Left > t.Right || spot.Top + Height <= t.Top || spot.Top >= t.Bottom);
}
