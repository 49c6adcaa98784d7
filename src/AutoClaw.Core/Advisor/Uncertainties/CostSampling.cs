using System.Collections.Immutable;
using AutoClaw.Core.Advisor.Cost;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Advisor.Uncertainties;

/// <summary>Draws the inputs from their ranges, independently of each other, and asks the cost model each time. All architectures see the same draws.</summary>
public static class CostSampling
{
    private static readonly Architecture[] Architectures = Enum.GetValues<Architecture>();

    /// <param name="inputs">And their ranges.</param>
    /// <param name="admitted">Those that meet the constraints; null: all.</param>
    public static ImmutableArray<CostRange> Run(AdvisorInputs inputs, IReadOnlyCollection<Architecture>? admitted = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var random = new SeededRandom(unchecked((ulong)inputs.Uncertainty.Seed));
        var samples = inputs.Uncertainty.Samples;
        var costs = Architectures.Select(_ => new double[samples]).ToArray();
        var (cheapest, cheapestAdmitted) = (new double[Architectures.Length], new double[Architectures.Length]);
        var all = Enumerable.Range(0, Architectures.Length).ToArray();
        var those = all.Where(j => admitted is null || admitted.Contains(Architectures[j])).ToArray();
        for (var i = 0; i < samples; i++)
        {
            var drawn = Draw(inputs, random);
            for (var j = 0; j < Architectures.Length; j++)
            {
                costs[j][i] = CostModel.MonthlyUsd(drawn, Architectures[j]);
            }

            Share(costs, i, all, cheapest);
            Share(costs, i, those, cheapestAdmitted);
        }

        foreach (var series in costs)
        {
            Array.Sort(series);
        }

        return
        [
            .. Architectures.Select((architecture, j) => new CostRange(
                architecture,
                Quantiles.Of(costs[j], 0.05),
                Quantiles.Of(costs[j], 0.5),
                Quantiles.Of(costs[j], 0.95),
                cheapest[j] / samples,
                cheapestAdmitted[j] / samples)),
        ];
    }

    private static AdvisorInputs Draw(AdvisorInputs inputs, SeededRandom random)
    {
        var drawn = inputs;
        foreach (var range in inputs.Uncertainty.Ranges)
        {
            // Two numbers a range whatever its shape, so that the draws of the others stay when one changes. Never 0, whose logarithm is infinite.
            var (first, second) = (1 - random.Unit(), random.Unit());
            var normal = Math.Sqrt(-2 * Math.Log(first)) * Math.Cos(2 * Math.PI * second);
            drawn = VariableLens.With(drawn, range.Variable, VariableLens.Scaled(inputs, range.Variable, range.Factor(second, normal)));
        }

        return drawn;
    }

    private static void Share(double[][] costs, int draw, int[] among, double[] cheapest)
    {
        if (among.Length == 0)
        {
            return;
        }

        var least = among.Min(j => costs[j][draw]);
        int[] winners = [.. among.Where(j => costs[j][draw] == least)];
        foreach (var j in winners)
        {
            cheapest[j] += 1.0 / winners.Length;
        }
    }
}
