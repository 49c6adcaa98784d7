using System.Collections.Immutable;

namespace AutoClaw.Cli.Plots;

/// <summary>What one direction of a plot shows, and how values lie along it.</summary>
/// <param name="Label">With the unit.</param>
internal sealed record PlotAxis(string Label)
{
    // Beyond it differences overflow; no figure of ours is near.
    private const double Largest = 1e300;

    /// <summary>Ten times as much is one step, wherever it is. Only for values above 0.</summary>
    public bool Log { get; init; }

    /// <summary>Whether 0 is shown, so that lengths can be compared.</summary>
    public bool FromZero { get; init; } = true;

    /// <summary>No value can be below, so no room is given there.</summary>
    public double? Lowest { get; init; }

    /// <summary>No value can be above.</summary>
    public double? Highest { get; init; }

    /// <summary>Names in place of numbers; null: numbers.</summary>
    public ImmutableArray<PlotTick>? Names { get; init; }

    /// <summary>True if it can be shown.</summary>
    public bool Takes(double value) => double.IsFinite(value) && Math.Abs(value) < Largest && (!Log || value > 0);

    /// <summary>Where <paramref name="value"/> lies, infinitely low for what a logarithm can't show.</summary>
    public double Place(double value) => !Log ? value : value > 0 ? Math.Log10(value) : double.NegativeInfinity;

    /// <summary>From where to where it goes, as places, so that all <paramref name="values"/> are seen.</summary>
    public (double Low, double High) Limits(IEnumerable<double> values)
    {
        var places = values.Where(Takes).Select(Place).ToArray();
        if (places.Length == 0)
        {
            return (0, 1);
        }

        var (least, most) = (places.Min(), places.Max());
        var room = most > least ? (most - least) * 0.06 : Log ? 0.3 : least == 0 ? 1 : Math.Abs(least) / 2;
        var zero = FromZero && !Log;
        var low = zero && least >= 0 ? 0 : least - room;
        var high = zero && most <= 0 && least < 0 ? 0 : most + room;
        return (Lowest is { } floor ? Math.Max(low, Place(floor)) : low, Highest is { } ceiling ? Math.Min(high, Place(ceiling)) : high);
    }

    public ImmutableArray<PlotTick> Ticks(double low, double high) => Names ?? (Log ? PlotTick.Powers(low, high) : PlotTick.Steps(low, high));
}
