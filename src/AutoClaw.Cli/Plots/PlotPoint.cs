using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Cli.Plots;

/// <summary>A point and how far it can be trusted in either direction.</summary>
/// <param name="X">From left to right.</param>
/// <param name="Y">From below.</param>
/// <param name="Label">Words beside it; null: none.</param>
/// <param name="Alone">No line leads to it: it was come by in another way than the rest of its series.</param>
internal readonly record struct PlotPoint(Interval X, Interval Y, string? Label = null, bool Alone = false);
