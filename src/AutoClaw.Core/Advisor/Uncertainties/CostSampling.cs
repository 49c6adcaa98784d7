using System.Collections.Immutable;
using AutoClaw.Core.Advisor.Cost;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Advisor.Uncertainties;

/// <summary>Draws the inputs from their ranges, independently of each other, and asks the cost model each time. All architectures see the same draws.</summary>
public static class CostSampling
{
    private static readonly Architecture[] Architectures = Enum.GetValues<Architecture>();

    public static ImmutableArray<CostRange> Run(AdvisorInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var random = new SeededRandom(unchecked((ulong)inputs.Uncertainty.Seed));
        var samples = inputs.Uncertainty.Samples;
        var costs = Architectures.Select(_ => new double[samples]).ToArray();
        var cheapest = new double[Architectures.Length];
        for (var i = 0; i < samples; i++)
        {
            var drawn = Draw(inputs, random);
            for (var j = 0; j < Architectures.Length; j++)
            {
                costs[j][i] = CostModel.MonthlyUsd(drawn, Architectures[j]);
            }

            Share(costs, i, cheapest);
        }

        foreach (var series in costs)
        {
            Array.Sort(series);
        }

        return [.. Architectures.Select((architecture, j) => new CostRange(architecture, Quantiles.Of(costs[j], 0.05), Quantiles.Of(costs[j], 0.5), Quantiles.Of(costs[j], 0.95), cheapest[j] / samples))];
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

    private static void Share(double[][] costs, int draw, double[] cheapest)
    {
        var least = costs.Min(series => series[draw]);
        var winners = costs.Count(series => series[draw] == least);
        for (var j = 0; j < costs.Length; j++)
        {
            cheapest[j] += costs[j][draw] == least ? 1.0 / winners : 0;
        }
    }
}
