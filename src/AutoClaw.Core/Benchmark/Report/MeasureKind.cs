namespace AutoClaw.Core.Benchmark.Report;

/// <summary>How a figure's calls are summed up, and how two engines are compared by it.</summary>
public enum MeasureKind
{
    /// <summary>By the median; engines by the geometric mean of the ratios of each prompt. For times and speeds, all above 0.</summary>
    MedianByRatio,

    /// <summary>By the mean; engines by the mean difference of each prompt. For figures that may be 0.</summary>
    MeanByDifference,
}
