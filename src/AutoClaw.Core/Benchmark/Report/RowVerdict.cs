using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Benchmark.Report;

/// <summary>Who is better by one figure.</summary>
/// <param name="Kind">What can be said.</param>
/// <param name="Winner">The engine, where it is decided; null else.</param>
/// <param name="Versus">The one that <paramref name="Effect"/> compares the first with: the runner-up.</param>
/// <param name="Effect">How many times as large (<see cref="MeasureKind.MedianByRatio"/>) or by how much larger the first's figure is; null where nothing was compared.</param>
/// <param name="P">McNemar's, for answers that are right or wrong; null else.</param>
public sealed record RowVerdict(VerdictKind Kind, string? Winner = null, string? Versus = null, Interval? Effect = null, double? P = null);
