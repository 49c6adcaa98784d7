using System.Globalization;
using System.Xml.Linq;

namespace AutoClaw.Cli.Plots;

/// <summary>How one series looks. Colours are told apart with any colour vision (Okabe and Ito's); dash and marker say it again.</summary>
/// <param name="Colour">As #RRGGBB.</param>
/// <param name="Dash">Lengths of dashes and gaps; null: none. A colour has always the same.</param>
/// <param name="Shape">Corners of its marker, one unit from the middle; empty: a circle.</param>
internal sealed record PlotStyle(string Colour, string? Dash, (double X, double Y)[] Shape)
{
    /// <summary>Of frames, grids and marks.</summary>
    public const string Neutral = "#808488";

    private const double Radius = 4.5;

    private static readonly (string Colour, string? Dash)[] Lines =
    [
        ("#0072B2", null), ("#D55E00", "9 4"), ("#009E73", "2 3"), ("#CC79A7", "12 3 3 3"), ("#E69F00", "5 2"), ("#56B4E9", "16 5"),
    ];

    // One fewer than lines, so that a seventh series is unlike the first.
    private static readonly (double X, double Y)[][] Shapes =
    [
        [], [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)], [(0, -1.2), (1.1, 0.8), (-1.1, 0.8)], [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)], [(0, 1.2), (1.1, -0.8), (-1.1, -0.8)],
    ];

    /// <summary>That of the series number <paramref name="index"/>.</summary>
    public static PlotStyle Of(int index)
    {
        var (colour, dash) = Lines[index % Lines.Length];
        return new PlotStyle(colour, dash, Shapes[index % Shapes.Length]);
    }

    /// <summary>Its marker there, in pixels.</summary>
    public XElement Marker(double x, double y)
    {
        var path = Shape.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"M{x - Radius:0.##} {y:0.##}a{Radius} {Radius} 0 1 0 {2 * Radius} 0a{Radius} {Radius} 0 1 0 {-2 * Radius} 0Z")
            : string.Concat(Shape.Select((c, i) => string.Create(CultureInfo.InvariantCulture, $"{(i == 0 ? 'M' : 'L')}{x + (c.X * Radius):0.##} {y + (c.Y * Radius):0.##}"))) + "Z";
        return new XElement(PlotSvg.Name("path"), new XAttribute("d", path), new XAttribute("fill", Colour), new XAttribute("stroke", "var(--page, Canvas)"), new XAttribute("stroke-width", "1"));
    }
}
