using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace AutoClaw.Cli.Plots;

/// <summary>Makes of ScottPlot's file a drawing that can stand in a page among others: scales, is described, needs nothing, shares no id.</summary>
internal static class PlotSvg
{
    /// <summary>Width of a series' line in pixels, by which it is told from other strokes of its colour.</summary>
    public const float LineWidth = 2.5f;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static XName Name(string element) => Svg + element;

    /// <param name="xml">ScottPlot's.</param>
    /// <param name="id">Of the place in the page; every id in the drawing begins with it.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">The same in words, for who can't see it.</param>
    /// <param name="added">What is drawn on top.</param>
    public static string Finish(string xml, string id, string title, string description, IEnumerable<XElement> added)
    {
        var drawing = XDocument.Parse(xml).Root!;
        var size = $"0 0 {drawing.Attribute("width")!.Value} {drawing.Attribute("height")!.Value}";
        Rename(drawing, id);
        foreach (var path in drawing.Descendants(Name("path")))
        {
            // Skia writes no dashes (and says so on standard error), so they are not asked of it.
            if (path.Attribute("stroke-width")?.Value == LineWidth.ToString(CultureInfo.InvariantCulture) && PlotStyle.DashOf(path.Attribute("stroke")?.Value) is { } dash)
            {
                path.SetAttributeValue("stroke-dasharray", dash);
            }
        }

        return new XElement(
            Name("svg"),
            new XAttribute("viewBox", size),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", $"{id}-title"),
            new XAttribute("aria-describedby", $"{id}-description"),
            new XElement(Name("title"), new XAttribute("id", $"{id}-title"), Clean(title)),
            new XElement(Name("desc"), new XAttribute("id", $"{id}-description"), Clean(description)),
            drawing.Elements(),
            new XElement(Name("g"), new XAttribute("font-family", "system-ui, sans-serif"), new XAttribute("font-size", "12"), new XAttribute("fill", "currentColor"), added))
            .ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>Text at a point in pixels; real text, where Skia would place each letter of a font that the reader may not have.</summary>
    public static XElement Text(double x, double y, string text, string anchor = "start") => new(
        Name("text"), new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), new XAttribute("text-anchor", anchor), Clean(text));

    public static string Number(double pixels) => pixels.ToString("0.##", CultureInfo.InvariantCulture);

    // Skia counts its ids through all drawings of the process: the same plot would be other bytes the second time.
    private static void Rename(XElement drawing, string id)
    {
        var names = drawing.Descendants().Attributes("id").Select(static (a, i) => (a.Value, i)).ToDictionary(static p => p.Value, p => $"{id}-{p.i}", StringComparer.Ordinal);
        foreach (var attribute in drawing.Descendants().Attributes())
        {
            if (attribute.Name == "id")
            {
                attribute.Value = names[attribute.Value];
            }
            else if (attribute.Value.StartsWith("url(#", StringComparison.Ordinal))
            {
                attribute.Value = $"url(#{names[attribute.Value[5..^1]]})";
            }
        }
    }

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
