using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Benchmark.Report;

/// <summary>One engine on one workload, single stream.</summary>
public sealed record WorkloadReport(string Workload, string Engine, int Calls, Interval? Quality, Interval? Correct, Interval? TtftMs, Interval? TokensPerSecond, Interval? CostPerRequest);
