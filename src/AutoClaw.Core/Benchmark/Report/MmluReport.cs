using AutoClaw.Core.Benchmark.Workloads.Mmlu;

namespace AutoClaw.Core.Benchmark.Report;

/// <summary>MMLU of one engine under one protocol.</summary>
public sealed record MmluReport(string Engine, MmluFigures Figures);
