using System.Collections.Immutable;
using AutoClaw.Core.Advisor.Cost;

namespace AutoClaw.Core.Advisor.BreakEvens;

/// <summary>
/// Finds every crossing of two cost curves. Between two steps of either, the difference is a line, and its root is computed; at a step it
/// jumps, and its signs are compared. Nothing is sampled.
/// </summary>
public static class BreakEvenFinder
{
    private const int MostSteps = 20_000;

    // Differences this small beside the costs are rounding, not money.
    private const double Rounding = 1e-12;

    /// <param name="inputs">Whose volume does not matter.</param>
    /// <param name="first">One architecture.</param>
    /// <param name="second">Another.</param>
    /// <param name="from">Lowest volume, requests a month; more than 0.</param>
    /// <param name="to">Highest volume.</param>
    public static BreakEven Find(AdvisorInputs inputs, Architecture first, Architecture second, double from, double to) =>
        Find(first, CostModel.Curve(inputs, first), second, CostModel.Curve(inputs, second), from, to);

    public static BreakEven Find(Architecture first, CostCurve one, Architecture second, CostCurve other, double from, double to)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(from);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        var crossings = ImmutableArray.CreateBuilder<Crossing>();
        var sign = Sign(one.At(from), other.At(from));
        var firstSign = sign;
        var (start, end) = Undecided(one, other, from, to);
        var (stairs, otherStairs) = (Stair.Above(one, start), Stair.Above(other, start));
        var complete = true;
        var low = start;
        for (var steps = 0; low < end; steps++)
        {
            if (steps == MostSteps)
            {
                complete = false;
                break;
            }

            var high = Math.Min(end, Math.Min(stairs.Next, otherStairs.Next));
            var (atLow, atHigh) = (Difference(low), Difference(high));
            var inside = atLow.Sign != 0 ? atLow.Sign : atHigh.Sign;
            Note(inside, low, atStep: true);
            if (atHigh.Sign != 0 && atHigh.Sign != sign)
            {
                // The root of the line through both ends.
                Note(atHigh.Sign, low + ((high - low) * (atLow.Value / (atLow.Value - atHigh.Value))), atStep: false);
            }

            stairs = stairs.Climb(high);
            otherStairs = otherStairs.Climb(high);
            low = high;
        }

        return new BreakEven
        {
            First = first,
            Second = second,
            From = from,
            To = to,
            Crossings = crossings.ToImmutable(),
            CheaperAtFirst = Cheaper(firstSign),
            Complete = complete,
        };

        (double Value, int Sign) Difference(double volume)
        {
            var (mine, others) = (one.Line(volume, stairs.Replicas), other.Line(volume, otherStairs.Replicas));
            return (mine - others, Sign(mine, others));
        }

        void Note(int now, double volume, bool atStep)
        {
            if (now == 0 || now == sign)
            {
                return;
            }

            if (sign != 0)
            {
                crossings.Add(new Crossing(volume, Cheaper(sign)!.Value, Cheaper(now)!.Value, atStep));
            }
            else
            {
                firstSign = now;
            }

            sign = now;
        }

        Architecture? Cheaper(int difference) => difference < 0 ? first : difference > 0 ? second : null;
    }

    /// <summary>
    /// Where the steps can matter. A curve lies between the line that grows by a part of a replica a request and the same with one more
    /// replica; where these bands of both are apart, the sign is known.
    /// </summary>
    private static (double Start, double End) Undecided(CostCurve one, CostCurve other, double from, double to)
    {
        var slope = Slope(one) - Slope(other);
        var intercept = Floor(one) - Floor(other);
        var (most, least) = (other.HasReplicas ? other.PerReplica : 0, one.HasReplicas ? -one.PerReplica : 0);
        if (slope == 0)
        {
            return (from, to);
        }

        var (a, b) = ((least - intercept) / slope, (most - intercept) / slope);
        var (start, end) = (Math.Min(a, b), Math.Max(a, b));

        // A little wider, for rounding.
        return (Math.Max(from, start - (Math.Abs(start) * 1e-6) - 1), Math.Min(to, end + (Math.Abs(end) * 1e-6) + 1));

        static double Slope(CostCurve curve) => curve.PerRequest + (curve.HasReplicas ? curve.PerReplica / curve.RequestsPerReplica : 0);

        static double Floor(CostCurve curve) => curve.Fixed + (curve.HasReplicas ? curve.PerReplica * curve.SpareReplicas : 0);
    }

    private static int Sign(double mine, double others)
    {
        var difference = mine - others;
        return Math.Abs(difference) <= Rounding * Math.Max(Math.Abs(mine), Math.Abs(others)) ? 0 : Math.Sign(difference);
    }
}
