using System.Collections.Immutable;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>One question of a benchmark, the same bytes for every engine, and what a right answer to it is. Immutable.</summary>
public sealed record BenchPrompt
{
    /// <summary>Unique within a run; the same seed gives the same ids and the same text.</summary>
    public required string Id { get; init; }

    /// <summary>The workload's name, for example <c>support-chat</c>: figures are summed up by it.</summary>
    public required string Workload { get; init; }

    /// <summary>The whole conversation; the last message is the user's.</summary>
    public required ImmutableArray<BenchMessage> Messages { get; init; }

    /// <summary>The longest answer that is asked for, in the engine's tokens. More than a right answer needs.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>What a right answer is; null: the answer is timed, not scored.</summary>
    public Expectation? Expected { get; init; }

    /// <summary>A right answer, where the workload knows one: it scores 1. Never sent to an engine.</summary>
    public string? Reference { get; init; }
}
