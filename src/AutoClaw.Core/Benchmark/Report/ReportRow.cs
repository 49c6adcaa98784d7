using System.Collections.Immutable;

namespace AutoClaw.Core.Benchmark.Report;

/// <summary>One line of the head-to-head table.</summary>
/// <param name="Key">Stable, for programs.</param>
/// <param name="Title">For people.</param>
/// <param name="Unit">Of the numbers; null for words.</param>
/// <param name="Cells">One for each engine, in the order of the report's.</param>
/// <param name="Verdict">Who is better.</param>
public sealed record ReportRow(string Key, string Title, string? Unit, ImmutableArray<ReportCell> Cells, RowVerdict Verdict);
