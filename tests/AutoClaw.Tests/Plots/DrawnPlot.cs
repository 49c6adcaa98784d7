using System.Globalization;
using System.Xml.Linq;

namespace AutoClaw.Tests.Plots;

/// <summary>A plot's SVG, read as a browser would.</summary>
internal sealed class DrawnPlot
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public DrawnPlot(string? svg)
    {
        Assert.NotNull(svg);
        Assert.StartsWith("<svg ", svg, StringComparison.Ordinal);
        Root = XDocument.Parse(svg).Root!;
        Assert.Equal(Svg + "svg", Root.Name);
    }

    public XElement Root { get; }

    public IEnumerable<string> Texts => Named("text").Select(static t => t.Value);

    public IEnumerable<string> Ids => Root.Descendants().Attributes("id").Select(static a => a.Value);

    public IEnumerable<XElement> Named(string name) => Root.Descendants(Svg + name);

    /// <summary>Corners of the series' lines in pixels, by colour.</summary>
    public (double X, double Y)[] Line(string colour) =>
    [
        .. Named("path").Where(p => (string?)p.Attribute("stroke") == colour && (string?)p.Attribute("fill") == "none")
            .SelectMany(static p => p.Attribute("d")!.Value.Split('M', 'L').Where(static c => c.Length > 0))
            .Select(static c => c.Trim('Z', ' ').Split(' ')).Select(static c => (double.Parse(c[0], CultureInfo.InvariantCulture), double.Parse(c[1], CultureInfo.InvariantCulture))),
    ];

    /// <summary>Where the text stands.</summary>
    public (double X, double Y) At(string text)
    {
        var found = Named("text").Single(t => t.Value == text);
        return ((double)found.Attribute("x")!, (double)found.Attribute("y")!);
    }
}
