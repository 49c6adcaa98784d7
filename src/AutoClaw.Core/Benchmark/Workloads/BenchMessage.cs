using AutoClaw.Core.Wire;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>One message of a benchmark prompt.</summary>
/// <param name="Role">System, user or assistant.</param>
/// <param name="Text">What it says.</param>
public sealed record BenchMessage(MessageRole Role, string Text);
