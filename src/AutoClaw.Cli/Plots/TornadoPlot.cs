using System.Collections.Immutable;
using System.Globalization;

namespace AutoClaw.Cli.Plots;

/// <summary>What matters most: a bar for each input from the result at its lower end to that at its upper end, the longest on top.</summary>
internal static class TornadoPlot
{
    private const int RowHeight = 30;
    private const double Thickness = 0.6;

    /// <summary>Null where no bar can be shown.</summary>
    /// <param name="id">Of the place in the page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="x">Of the result.</param>
    /// <param name="result">With every input at its expected value.</param>
    /// <param name="bars">In any order.</param>
    public static string? Svg(string id, string title, PlotAxis x, double result, IReadOnlyList<TornadoBar> bars)
    {
        var shown = bars.Where(b => x.Takes(b.AtLow) && x.Takes(b.AtHigh)).OrderByDescending(static b => Math.Abs(b.AtHigh - b.AtLow)).ThenBy(static b => b.Name, StringComparer.Ordinal).ToArray();
        if (shown.Length == 0 || !x.Takes(result))
        {
            return null;
        }

        var names = shown.Select((b, i) => new PlotTick(shown.Length - i, b.Name)).ToImmutableArray();
        var inputs = new PlotAxis("") { Names = names, FromZero = false };
        var canvas = new PlotCanvas(
            x, Seen(x, result, shown), inputs, [0.2, shown.Length + 0.8], PlotLegend.OfBlocks(["input at its lower end", "input at its upper end"]), 80 + (shown.Length * RowHeight));
        foreach (var (bar, tick) in shown.Zip(names))
        {
            canvas.Block(result, bar.AtLow, tick.Place, Thickness, PlotStyle.Of(0));
            canvas.Block(result, bar.AtHigh, tick.Place, Thickness, PlotStyle.Of(1));
            Ends(canvas, bar, tick.Place);
        }

        canvas.Upright(result, null);
        var words = shown.Select(static b => string.Create(CultureInfo.InvariantCulture, $"{b.Name}: {b.AtLow:0.##} to {b.AtHigh:0.##}."));
        return canvas.Svg(id, title, $"{x.Label}, {result.ToString("0.##", CultureInfo.InvariantCulture)} in the middle. {string.Join(' ', words)}");
    }

    // With room for what is written at the ends.
    private static double[] Seen(PlotAxis x, double result, TornadoBar[] bars)
    {
        double[] values = [result, .. bars.SelectMany(static b => (double[])[b.AtLow, b.AtHigh])];
        var longest = bars.SelectMany(static b => (string?[])[b.Low, b.High]).Max(static t => PlotLabels.WidthOf(t ?? ""));
        var room = x.Log ? 0 : (values.Max() - values.Min()) * longest / (PlotCanvas.Width / 2);
        return [.. values, values.Min() - room, values.Max() + room];
    }

    private static void Ends(PlotCanvas canvas, TornadoBar bar, double place)
    {
        var rising = bar.AtHigh >= bar.AtLow;
        if (bar.Low is { } low)
        {
            canvas.Beside(bar.AtLow, place, low, !rising);
        }

        if (bar.High is { } high)
        {
            canvas.Beside(bar.AtHigh, place, high, rising);
        }
    }
}
