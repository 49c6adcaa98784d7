using System.Xml.Linq;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace AutoClaw.Cli.Plots;

/// <summary>
/// One drawing: axes, lines, bars and bands by ScottPlot in values; text and markers on top. Nothing depends on the machine's fonts, so the
/// same values give the same bytes everywhere.
/// </summary>
internal sealed class PlotCanvas : IDisposable
{
    public const int Width = 720;

    private const float BarWidth = 1.5f;

    private readonly Plot _plot = new();
    private readonly PlotAxis _x;
    private readonly PlotAxis _y;
    private readonly (double Low, double High) _xs;
    private readonly (double Low, double High) _ys;
    private readonly int _height;
    private readonly PixelRect _area;
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
        _area = new PixelRect(yTicks.Select(static t => PlotLabels.WidthOf(t.Text)).DefaultIfEmpty(0).Max() + (y.Label.Length > 0 ? 36 : 16), Width - 24, _height - 50, top);
        _labels = new PlotLabels(_area);
        _plot.Layout.Fixed(new PixelPadding(_area.Left, Width - _area.Right, _height - _area.Bottom, _area.Top));
        _plot.FigureBackground.Color = Colors.Transparent;
        _plot.DataBackground.Color = Colors.Transparent;
        _plot.Axes.SetLimits(_xs.Low, _xs.High, _ys.Low, _ys.High);
        _plot.Axes.Bottom.TickGenerator = new NumericManual([.. xTicks.Select(static t => t.Place)], [.. xTicks.Select(static _ => "")]);
        _plot.Axes.Left.TickGenerator = new NumericManual([.. yTicks.Select(static t => t.Place)], [.. yTicks.Select(static _ => "")]);
        _plot.Grid.MajorLineColor = Color.FromHex(PlotStyle.Neutral).WithAlpha(.3);
        _plot.Axes.Color(Color.FromHex(PlotStyle.Neutral));
        _plot.Axes.Right.FrameLineStyle.IsVisible = false;
        _plot.Axes.Top.FrameLineStyle.IsVisible = false;
        Name(xTicks.Select(static t => (t.Place, t.Text)), yTicks.Select(static t => (t.Place, t.Text)));
    }

    public void Line(IReadOnlyList<(double X, double Y)> points, PlotStyle style) => Line(points, style.Colour, PlotSvg.LineWidth);

    /// <summary>A thin line over what is not certain.</summary>
    public void Bar((double X, double Y) from, (double X, double Y) to, PlotStyle style) => Line([from, to], style.Colour, BarWidth);

    /// <summary>A mark from below to the top, or where <paramref name="label"/> is null a quiet line.</summary>
    public void Upright(double x, string? label)
    {
        if (!_x.Takes(x))
        {
            return;
        }

        var line = _plot.Add.Line(X(x), _ys.Low, X(x), _ys.High);
        (line.LineColor, line.LineWidth) = (Color.FromHex(PlotStyle.Neutral), BarWidth);
        if (label is not null)
        {
            _added.Add(_labels.PutBelow(label, Across(X(x)), _area.Top + 2));
        }
    }

    /// <summary>The room between two lines.</summary>
    public void Band(IReadOnlyList<(double X, double Low, double High)> points, PlotStyle style)
    {
        var band = _plot.Add.FillY([.. points.Select(p => X(p.X))], [.. points.Select(p => Y(p.Low))], [.. points.Select(p => Y(p.High))]);
        band.FillColor = Color.FromHex(style.Colour).WithAlpha(.2);
        (band.LineWidth, band.MarkerSize) = (0, 0);
    }

    /// <summary>A filled rectangle around the height <paramref name="y"/>.</summary>
    public void Block(double fromX, double toX, double y, double thickness, PlotStyle style)
    {
        var block = _plot.Add.Rectangle(X(Math.Min(fromX, toX)), X(Math.Max(fromX, toX)), y - (thickness / 2), y + (thickness / 2));
        (block.FillColor, block.LineWidth) = (Color.FromHex(style.Colour), 0);
    }

    public void Marker(double x, double y, PlotStyle style)
    {
        _added.Add(style.Marker(Across(X(x)), Up(Y(y))));
        _labels.Keep(Across(X(x)), Up(Y(y)));
    }

    /// <summary>Words beside a point, where nothing else is written if there is such a place.</summary>
    public void Label(double x, double y, string text) => _added.Add(_labels.Put(text, Across(X(x)), Up(Y(y))));

    /// <summary>Words at the outer end of a block.</summary>
    public void Beside(double x, double y, string text, bool right) =>
        _added.Add(PlotSvg.Text(Across(X(x)) + (right ? 5 : -5), Up(y) + 4, text, right ? "start" : "end"));

    public string Svg(string id, string title, string description) => PlotSvg.Finish(_plot.GetSvgXml(Width, _height), id, title, description, _added);

    public void Dispose() => _plot.Dispose();

    private void Line(IReadOnlyList<(double X, double Y)> points, string colour, float width)
    {
        var line = _plot.Add.ScatterLine(points.Select(p => X(p.X)).ToArray(), points.Select(p => Y(p.Y)).ToArray(), Color.FromHex(colour));
        line.LineWidth = width;
    }

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
