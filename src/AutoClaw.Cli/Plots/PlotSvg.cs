using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace AutoClaw.Cli.Plots;

/// <summary>A drawing that can stand in a page among others: scales, is described, needs nothing, shares no id.</summary>
internal static class PlotSvg
{
    /// <summary>Width of a series' line in pixels.</summary>
    public const double LineWidth = 2.5;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static XName Name(string element) => Svg + element;

    /// <param name="width">In pixels at its natural size.</param>
    /// <param name="height">Likewise.</param>
    /// <param name="id">Of the place in the page; every id in the drawing begins with it.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">The same in words, for who can't see it.</param>
    /// <param name="shapes">Lines and fills.</param>
    /// <param name="added">What is drawn on top.</param>
    public static string Finish(int width, int height, string id, string title, string description, IEnumerable<XElement> shapes, IEnumerable<XElement> added)
    {
        return new XElement(
            Name("svg"),
            new XAttribute("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}")),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", $"{id}-title"),
            new XAttribute("aria-describedby", $"{id}-description"),
            new XElement(Name("title"), new XAttribute("id", $"{id}-title"), Clean(title)),
            new XElement(Name("desc"), new XAttribute("id", $"{id}-description"), Clean(description)),
            shapes,
            new XElement(Name("g"), new XAttribute("font-family", "system-ui, sans-serif"), new XAttribute("font-size", "12"), new XAttribute("fill", "currentColor"), added))
            .ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>Text at a point in pixels; real text, in a font that the reader has.</summary>
    public static XElement Text(double x, double y, string text, string anchor = "start") => new(
        Name("text"), new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), new XAttribute("text-anchor", anchor), Clean(text));

    public static string Number(double pixels) => pixels.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Straight from each point in pixels to the next.</summary>
    public static string Path(IEnumerable<(double X, double Y)> points) =>
        string.Concat(points.Select(static (p, i) => $"{(i == 0 ? 'M' : 'L')}{Number(p.X)} {Number(p.Y)}"));

    // Names come from command lines and files; a character that XML can't hold would break the whole page.
    private static string Clean(string text)
    {
        var clean = new char[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                (clean[i], clean[i + 1]) = (text[i], text[++i]);
            }
            else
            {
                clean[i] = XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD';
            }
        }

        return new string(clean);
    }
}
