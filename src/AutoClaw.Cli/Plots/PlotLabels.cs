using System.Xml.Linq;

namespace AutoClaw.Cli.Plots;

/// <summary>Finds room for words in a plot's area, so that they do not lie on one another nor seem to belong to another point.</summary>
internal sealed class PlotLabels(PlotArea area)
{
    private const double Height = 15;
    private const double Gap = 8;
    private const double Marker = 6;
    private const int Rows = 5;

    // Nearer than that words may be taken for a point's.
    private const double Doubtful = 30;

    // Of most letters at the text's size; wide enough that an estimate without the font does not overlap.
    private const double Letter = 6.8;

    // Against one another: a line through words is worth a row further off, not two.
    private const int Outside = 1000;
    private const int Overlaps = 200;
    private const int NearerToAnother = 40;
    private const int Crossed = 3;
    private const int Row = 2;

    private static readonly (bool Right, bool Above)[] Sides = [(true, true), (true, false), (false, true), (false, false)];

    private readonly List<PlotBox> _taken = [];
    private readonly List<PlotBox> _lines = [];
    private readonly List<(double X, double Y)> _markers = [];

    public static double WidthOf(string text) => text.Length * Letter;

    /// <summary>No words on the marker there.</summary>
    public void Keep(double x, double y)
    {
        _taken.Add(new PlotBox(x - Marker, y - Marker, x + Marker, y + Marker));
        _markers.Add((x, y));
    }

    /// <summary>Rather no words on the upright or level line there.</summary>
    public void Avoid((double X, double Y) from, (double X, double Y) to) =>
        _lines.Add(new PlotBox(Math.Min(from.X, to.X), Math.Min(from.Y, to.Y), Math.Max(from.X, to.X), Math.Max(from.Y, to.Y)));

    /// <summary>Beside the point in pixels, whose marker and all others are kept: right above it, or where that is not free right below, left above, left below, and so on outwards.</summary>
    /// <returns>The words, and from where to lead a line to the point where another one is about as near; else null.</returns>
    public (XElement Words, (double X, double Y)? Lead) Put(string text, double x, double y)
    {
        var width = WidthOf(text);
        var spots =
            from row in Enumerable.Range(0, Rows)
            from side in Sides
            let box = PlotBox.At(side.Right ? x + Gap : x - Gap - width, side.Above ? y - Gap - Height - (row * Height) : y + 3 + (row * Height), width, Height)
            select (Box: box, Cost: Cost(box) + (row * Row) + (_markers.Exists(m => box.DistanceTo(m.X, m.Y) < box.DistanceTo(x, y)) ? NearerToAnother : 0));
        var chosen = spots.MinBy(static spot => spot.Cost).Box;
        return (Written(text, x, chosen), _markers.Exists(m => m != (x, y) && chosen.DistanceTo(m.X, m.Y) < Doubtful) ? chosen.Nearest(x, y) : null);
    }

    /// <summary>To the right of the pixel <paramref name="x"/> and under <paramref name="y"/>, as far down as others leave room; to the left of it only at the border or where a line would go through.</summary>
    public XElement PutBelow(string text, double x, double y)
    {
        var width = WidthOf(text);
        var spots = from left in new[] { x + Gap, x - Gap - width } from row in Enumerable.Range(0, Rows + 3) select PlotBox.At(left, y + (row * Height), width, Height);
        return Written(text, x, spots.MinBy(Cost));
    }

    private int Cost(PlotBox box) =>
        (box.Left >= area.Left && box.Right <= area.Right + 20 && box.Top >= area.Top - 4 && box.Bottom <= area.Bottom ? 0 : Outside)
        + (_taken.Exists(box.Overlaps) ? Overlaps : 0) + (_lines.Exists(box.Overlaps) ? Crossed : 0);

    private XElement Written(string text, double x, PlotBox box)
    {
        _taken.Add(box);
        var right = box.Left > x;
        var label = PlotSvg.Text(right ? box.Left : box.Right, box.Top + 12, text, right ? "start" : "end");
        // A rim in the page's colour keeps it legible on lines.
        label.SetAttributeValue("paint-order", "stroke");
        label.SetAttributeValue("stroke", "var(--page, Canvas)");
        label.SetAttributeValue("stroke-width", "3");
        return label;
    }
}
