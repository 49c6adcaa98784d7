using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace AutoClaw.Benchmarks;

/// <summary>What a benchmark takes more than its baseline, medians, in microseconds.</summary>
internal sealed class DifferenceColumn : IColumn
{
    public string Id => nameof(DifferenceColumn);

    public string ColumnName => "More [us]";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Median less the baseline's median of the same pair";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        var logical = summary.GetLogicalGroupKey(benchmarkCase);
        var baseline = summary.GetBaseline(logical);
        return MedianOf(summary, baseline) is { } without && MedianOf(summary, benchmarkCase) is { } with
            ? ((with - without) / 1000).ToString("0.00", CultureInfo.InvariantCulture)
            : "?";
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    private static double? MedianOf(Summary summary, BenchmarkCase? benchmark) =>
        benchmark is null ? null : summary[benchmark]?.ResultStatistics?.Median;
}
