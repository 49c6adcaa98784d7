using System.Collections.Immutable;
using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Benchmark.Workloads;

namespace AutoClaw.Cli.Bench;

/// <summary>What a run does, fixed before its first call.</summary>
internal sealed record BenchPlan
{
    /// <summary>In the order in which they were made; each load shuffles its own copy.</summary>
    public required ImmutableArray<BenchPrompt> Prompts { get; init; }

    /// <summary>Fixes prompts, orders, arrivals and resamples.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Calls of each engine before anything counts: connections are made, code is compiled, a model is loaded.</summary>
    public int WarmUp { get; init; } = 2;

    /// <summary>How often each engine gets each prompt in the single stream.</summary>
    public int Repetitions { get; init; } = 1;

    /// <summary>Closed loops of so many calls at once; empty: none. Each above 1.</summary>
    public ImmutableArray<int> Concurrency { get; init; } = [];

    /// <summary>Calls of each closed loop for each call at once.</summary>
    public int CallsPerStream { get; init; } = 5;

    /// <summary>Calls a second of an open loop; null: none.</summary>
    public double? Rate { get; init; }

    /// <summary>How long each engine has the open loop.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Calls under way at once at most in the open loop; further ones wait, and are late by their schedule.</summary>
    public int MaxInFlight { get; init; } = 256;

    /// <summary>Ends the single stream once every comparison is clear.</summary>
    public bool UntilDecided { get; init; }

    /// <summary>Of intervals and verdicts.</summary>
    public double Level { get; init; } = 0.95;

    public Slo Slo { get; init; } = new();

    /// <summary>For the monthly cost.</summary>
    public long RequestsPerMonth { get; init; } = 100_000;
}
