using System.Collections.Immutable;
using System.Globalization;

namespace AutoClaw.Cli.Plots;

/// <summary>One value that an axis names.</summary>
/// <param name="Place">Along the axis, its logarithm where the axis has one.</param>
/// <param name="Text">What stands there.</param>
internal readonly record struct PlotTick(double Place, string Text)
{
    private const int Wanted = 6;
    private const int Most = 20;

    /// <summary>Round values at equal distances.</summary>
    public static ImmutableArray<PlotTick> Steps(double low, double high)
    {
        var rough = (high - low) / Wanted;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { < 1.41 => 1, < 3.16 => 2, < 7.07 => 5, _ => 10 };
        var first = Math.Ceiling((low / step) - 1e-9);
        var ticks = ImmutableArray.CreateBuilder<PlotTick>();
        for (var i = 0; i < Most && (first + i) * step <= high + (step * 1e-9); i++)
        {
            var value = (first + i) * step;
            ticks.Add(new PlotTick(value, Number(value, step)));
        }

        return ticks.ToImmutable();
    }

    /// <summary>Powers of ten, with what lies between them where they are few.</summary>
    public static ImmutableArray<PlotTick> Powers(double low, double high)
    {
        var every = Math.Max(1, (int)Math.Ceiling((high - low) / (2 * Wanted)));
        double[] factors = (high - low) switch { > 4 => [1], > 2 => [1, 3], _ => [1, 2, 5] };
        var ticks = ImmutableArray.CreateBuilder<PlotTick>();
        for (var power = (int)Math.Floor(low); power <= high; power++)
        {
            foreach (var factor in factors)
            {
                var place = power + Math.Log10(factor);
                if (power % every == 0 && place >= low && place <= high)
                {
                    ticks.Add(new PlotTick(place, Number(factor * Math.Pow(10, power), Math.Pow(10, power))));
                }
            }
        }

        // Narrower than from one of these to the next: then as on any axis.
        return ticks.Count >= 2 ? ticks.ToImmutable() : [.. Steps(Math.Pow(10, low), Math.Pow(10, high)).Where(static t => t.Place > 0).Select(static t => new PlotTick(Math.Log10(t.Place), t.Text))];
    }

    /// <summary>A number with the digits that tell it from its neighbour one <paramref name="step"/> on.</summary>
    public static string Number(double value, double step)
    {
        if (Math.Abs(value) < step / 2)
        {
            return "0";
        }

        var (unit, suffix) = Math.Abs(value) switch { >= 1e15 or < 1e-6 => (0, ""), >= 1e9 => (1e9, "B"), >= 1e6 => (1e6, "M"), >= 1e4 => (1e3, "K"), _ => (1.0, "") };
        if (unit == 0)
        {
            return value.ToString("0.##e+0", CultureInfo.InvariantCulture);
        }

        var digits = Math.Clamp(-(int)Math.Floor(Math.Log10(step / unit) + 1e-9), 0, 12);
        return Math.Round(value / unit, digits).ToString("#,0." + new string('#', digits), CultureInfo.InvariantCulture) + suffix;
    }
}
