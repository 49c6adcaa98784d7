using System.Xml.Linq;

namespace AutoClaw.Cli.Plots;

/// <summary>
/// One drawing: a grid and two axes, then lines, bars and bands in values; text and markers on top. Nothing depends on the machine's fonts,
/// so the same values give the same bytes everywhere.
/// </summary>
internal sealed class PlotCanvas
{
    // What two beside one another have on a page of the usual width, so that text is not shrunk.
    public const int Width = 600;

    private const double BarWidth = 1.5;

    private readonly List<XElement> _shapes = [];
    private readonly PlotAxis _x;
    private readonly PlotAxis _y;
    private readonly (double Low, double High) _xs;
    private readonly (double Low, double High) _ys;
    private readonly int _height;
    private readonly PlotArea _area;
    private readonly List<XElement> _added = [];
    private readonly PlotLabels _labels;

    /// <param name="x">From left to right.</param>
    /// <param name="xs">All values that must be seen.</param>
    /// <param name="y">From below.</param>
    /// <param name="ys">All values that must be seen.</param>
    /// <param name="legend">Of the series.</param>
    /// <param name="height">In pixels, without the legend.</param>
    public PlotCanvas(PlotAxis x, IEnumerable<double> xs, PlotAxis y, IEnumerable<double> ys, PlotLegend legend, int height = 360)
    {
        (_x, _y, _xs, _ys) = (x, y, x.Limits(xs), y.Limits(ys));
        var (xTicks, yTicks) = (x.Ticks(_xs.Low, _xs.High), y.Ticks(_ys.Low, _ys.High));
        var top = legend.Height + 12;
        _added.AddRange(legend.Elements);
        _height = height + top;
        _area = new PlotArea(yTicks.Select(static t => PlotLabels.WidthOf(t.Text)).DefaultIfEmpty(0).Max() + (y.Label.Length > 0 ? 36 : 16), Width - 24, _height - 50, top);
        _labels = new PlotLabels(_area);
        _shapes.AddRange(xTicks.Select(t => Stroke([(Across(t.Place), _area.Top), (Across(t.Place), _area.Bottom)], PlotStyle.Neutral, 1, opacity: ".3")));
        _shapes.AddRange(yTicks.Select(t => Stroke([(_area.Left, Up(t.Place)), (_area.Right, Up(t.Place))], PlotStyle.Neutral, 1, opacity: ".3")));
        _shapes.Add(Stroke([(_area.Left, _area.Top), (_area.Left, _area.Bottom), (_area.Right, _area.Bottom)], PlotStyle.Neutral, 1));
        Name(xTicks.Select(static t => (t.Place, t.Text)), yTicks.Select(static t => (t.Place, t.Text)));
    }

    public void Line(IReadOnlyList<(double X, double Y)> points, PlotStyle style) => _shapes.Add(Stroke(points.Select(At), style.Colour, PlotSvg.LineWidth, style.Dash));

    /// <summary>A thin line over what is not certain.</summary>
    public void Bar((double X, double Y) from, (double X, double Y) to, PlotStyle style)
    {
        _shapes.Add(Stroke([At(from), At(to)], style.Colour, BarWidth));
        _labels.Avoid(At(from), At(to));
    }

    /// <summary>A mark from below to the top, or where <paramref name="label"/> is null a quiet line.</summary>
    public void Upright(double x, string? label)
    {
        if (!_x.Takes(x))
        {
            return;
        }

        _shapes.Add(Stroke([(Across(X(x)), _area.Bottom), (Across(X(x)), _area.Top)], PlotStyle.Neutral, BarWidth));
        _labels.Avoid((Across(X(x)), _area.Bottom), (Across(X(x)), _area.Top));
        if (label is not null)
        {
            _added.Add(_labels.PutBelow(label, Across(X(x)), _area.Top + 2));
        }
    }

    /// <summary>From one value to another over the whole height: something is open there.</summary>
    public void Zone(double fromX, double toX)
    {
        var (left, right) = (Across(X(fromX)), Across(X(toX)));
        _shapes.Add(Fill([(left, _area.Top), (right, _area.Top), (right, _area.Bottom), (left, _area.Bottom)], PlotStyle.Neutral, opacity: ".2"));
    }

    /// <summary>The room between two lines.</summary>
    public void Band(IReadOnlyList<(double X, double Low, double High)> points, PlotStyle style)
    {
        var corners = points.Select(p => At((p.X, p.High))).Concat(points.Reverse().Select(p => At((p.X, p.Low))));
        _shapes.Add(Fill(corners, style.Colour, opacity: ".2"));
    }

    /// <summary>A filled rectangle around the height <paramref name="y"/>.</summary>
    public void Block(double fromX, double toX, double y, double thickness, PlotStyle style)
    {
        var (left, right, top, bottom) = (Across(X(Math.Min(fromX, toX))), Across(X(Math.Max(fromX, toX))), Up(y + (thickness / 2)), Up(y - (thickness / 2)));
        _shapes.Add(Fill([(left, top), (right, top), (right, bottom), (left, bottom)], style.Colour));
    }

    public void Marker(double x, double y, PlotStyle style)
    {
        _added.Add(style.Marker(Across(X(x)), Up(Y(y))));
        _labels.Keep(Across(X(x)), Up(Y(y)));
    }

    /// <summary>Words beside a point, where nothing else is written if there is such a place.</summary>
    public void Label(double x, double y, string text)
    {
        var (words, lead) = _labels.Put(text, Across(X(x)), Up(Y(y)));
        _added.Add(words);
        if (lead is { } from)
        {
            _shapes.Add(Stroke([from, At((x, y))], PlotStyle.Neutral, 1));
        }
    }

    /// <summary>Words at the outer end of a block.</summary>
    public void Beside(double x, double y, string text, bool right) =>
        _added.Add(PlotSvg.Text(Across(X(x)) + (right ? 5 : -5), Up(y) + 4, text, right ? "start" : "end"));

    public string Svg(string id, string title, string description) => PlotSvg.Finish(Width, _height, id, title, description, _shapes, _added);

    private static XElement Stroke(IEnumerable<(double X, double Y)> points, string colour, double width, string? dash = null, string? opacity = null) => new(
        PlotSvg.Name("path"), new XAttribute("d", PlotSvg.Path(points)), new XAttribute("fill", "none"), new XAttribute("stroke", colour),
        new XAttribute("stroke-width", PlotSvg.Number(width)), new XAttribute("stroke-linejoin", "round"),
        dash is null ? null : new XAttribute("stroke-dasharray", dash), opacity is null ? null : new XAttribute("stroke-opacity", opacity));

    private static XElement Fill(IEnumerable<(double X, double Y)> corners, string colour, string? opacity = null) => new(
        PlotSvg.Name("path"), new XAttribute("d", PlotSvg.Path(corners) + "Z"), new XAttribute("fill", colour), opacity is null ? null : new XAttribute("fill-opacity", opacity));

    private (double X, double Y) At((double X, double Y) value) => (Across(X(value.X)), Up(Y(value.Y)));

    // An interval without an end goes to the border of the area.
    private double X(double value) => Math.Clamp(_x.Place(value), _xs.Low, _xs.High);

    private double Y(double value) => Math.Clamp(_y.Place(value), _ys.Low, _ys.High);

    private double Across(double place) => _area.Left + ((place - _xs.Low) / (_xs.High - _xs.Low) * _area.Width);

    private double Up(double place) => _area.Bottom - ((place - _ys.Low) / (_ys.High - _ys.Low) * _area.Height);

    private void Name(IEnumerable<(double Place, string Text)> across, IEnumerable<(double Place, string Text)> up)
    {
        _added.AddRange(across.Select(t => PlotSvg.Text(Across(t.Place), _area.Bottom + 18, t.Text, "middle")));
        _added.AddRange(up.Select(t => PlotSvg.Text(_area.Left - 8, Up(t.Place) + 4, t.Text, "end")));
        _added.Add(PlotSvg.Text((_area.Left + _area.Right) / 2, _height - 10, _x.Label, "middle"));
        if (_y.Label.Length > 0)
        {
            var label = PlotSvg.Text(0, 0, _y.Label, "middle");
            label.SetAttributeValue("transform", $"translate(14 {PlotSvg.Number((_area.Top + _area.Bottom) / 2)}) rotate(-90)");
            _added.Add(label);
        }
    }
}
