using AutoClaw.Core.Benchmark.Metrics;

namespace AutoClaw.Cli.Bench;

/// <summary>When a load had its full height, in microseconds of the run.</summary>
internal readonly record struct LoadWindow(string Engine, LoadShape Load, long From, long To);
