using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Benchmark.Report;

/// <summary>What one engine has in a row.</summary>
/// <param name="Engine">Its name.</param>
/// <param name="Value">The figure; null where it is not known, or is no number.</param>
/// <param name="Text">A fact in words; null where there is a number, or nothing is known.</param>
public sealed record ReportCell(string Engine, Interval? Value, string? Text = null);
