using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Benchmark.Report;

/// <summary>One figure of one engine in two runs.</summary>
/// <param name="Engine">Its name in both.</param>
/// <param name="Key">The row's.</param>
/// <param name="Title">For people.</param>
/// <param name="Unit">Of the numbers.</param>
/// <param name="Before">In the first run.</param>
/// <param name="After">In the second.</param>
/// <param name="Changed">The intervals lie apart.</param>
/// <param name="Factor">How many times as large it has become, where it changed and was not 0; null else.</param>
public sealed record ReportChange(string Engine, string Key, string Title, string? Unit, Interval Before, Interval After, bool Changed, double? Factor);
