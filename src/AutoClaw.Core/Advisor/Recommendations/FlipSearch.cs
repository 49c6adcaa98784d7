using System.Collections.Immutable;
using AutoClaw.Core.Advisor.BreakEvens;
using AutoClaw.Core.Advisor.Uncertainties;

namespace AutoClaw.Core.Advisor.Recommendations;

/// <summary>
/// Looks outwards from each input's value for the nearest other advice: first by strides, then by halving the stride in which it changes.
/// A change that is undone within one stride is not seen; volumes where costs cross are strides of their own.
/// </summary>
internal static class FlipSearch
{
    private const int Strides = 96;

    // Values whose meaning is a ratio are looked at up to this many times more or less.
    private const double Reach = 100;

    public static ImmutableArray<Flip> Of(AdvisorInputs inputs, Architecture? winner, ImmutableArray<BreakEven> breakEvens) =>
        [.. Enum.GetValues<AdvisorVariable>().Select(variable => Search(inputs, winner, variable, breakEvens))];

    private static Flip Search(AdvisorInputs inputs, Architecture? winner, AdvisorVariable variable, ImmutableArray<BreakEven> breakEvens)
    {
        var now = VariableLens.Get(inputs, variable);
        var linear = IsShare(variable) || now <= 0;
        var (low, high) = Range(inputs, variable, now);

        // Only where what is advised now changes places with another one.
        IEnumerable<double> crossings = variable == AdvisorVariable.Volume
            ? breakEvens.Where(pair => pair.First == winner || pair.Second == winner).SelectMany(pair => pair.Crossings).SelectMany(crossing => (double[])[crossing.RequestsPerMonth * (1 - 1e-6), crossing.RequestsPerMonth * (1 + 1e-6)])
            : [];
        var (up, down) = (Toward(high), Toward(low));
        var nearest = (up, down) switch
        {
            (null, _) => down,
            (_, null) => up,
            var (above, below) => Distance(above.Value.Value) <= Distance(below.Value.Value) ? above : below,
        };
        return new Flip(variable, VariableLens.Unit(variable), now, low, high, nearest?.Value, nearest?.Winner);

        double Distance(double value) => linear ? Math.Abs(value - now) : Math.Abs(Math.Log(Math.Max(value, double.Epsilon) / now));

        Architecture? Winner(double value) => Ranking.Winner(VariableLens.With(inputs, variable, value));

        (double Value, Architecture? Winner)? Toward(double end)
        {
            var last = now;
            foreach (var value in Steps(end))
            {
                if (Winner(value) != winner)
                {
                    return Halve(last, value);
                }

                last = value;
            }

            return null;
        }

        IEnumerable<double> Steps(double end)
        {
            var near = !linear && end <= 0 ? now / Reach : end;
            var strides = Enumerable.Range(1, Strides).Select(i => i == Strides ? near : linear ? now + ((near - now) * i / Strides) : now * Math.Pow(near / now, (double)i / Strides));
            var all = strides.Concat(crossings).Append(end).Where(value => end > now ? value > now && value <= end : value < now && value >= end);
            return end > now ? all.Order() : all.OrderDescending();
        }

        (double Value, Architecture? Winner) Halve(double same, double other)
        {
            for (var i = 0; i < 100 && Math.Abs(other - same) > 1e-9 * Math.Abs(other); i++)
            {
                var middle = same + ((other - same) / 2);
                (same, other) = Winner(middle) == winner ? (middle, other) : (same, middle);
            }

            return (other, Winner(other));
        }
    }

    private static (double Low, double High) Range(AdvisorInputs inputs, AdvisorVariable variable, double now)
    {
        var (low, high) = VariableLens.Limits(variable);
        return variable == AdvisorVariable.Volume ? (Math.Min(now, inputs.LowestVolume), Math.Max(now, inputs.HighestVolume))
            : IsShare(variable) ? (low, high)
            : now <= 0 ? (low, Math.Min(high, Reach))
            : (low > 0 ? Math.Max(low, now / Reach) : low, Math.Min(high, now * Reach));
    }

    private static bool IsShare(AdvisorVariable variable) =>
        variable is AdvisorVariable.LocalShare or AdvisorVariable.Utilisation or AdvisorVariable.LocalQuality or AdvisorVariable.CloudQuality;
}
