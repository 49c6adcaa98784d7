using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Benchmark.Report;

/// <summary>How a figure is spread over the calls. Null: too few calls for that percentile (<see cref="Quantiles.MayPrint"/>).</summary>
public sealed record Percentiles(int Samples, double? P50, double? P90, double? P95, double? P99)
{
    public static Percentiles Of(IEnumerable<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return new Percentiles(
            sorted.Length, Quantiles.Printable(sorted, 0.5), Quantiles.Printable(sorted, 0.9), Quantiles.Printable(sorted, 0.95), Quantiles.Printable(sorted, 0.99));
    }
}
