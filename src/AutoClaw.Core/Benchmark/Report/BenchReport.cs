using System.Collections.Immutable;

namespace AutoClaw.Core.Benchmark.Report;

/// <summary>All that came of a run, as its JSON file has it.</summary>
public sealed record BenchReport
{
    /// <summary>Of this form; a reader refuses a higher one.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required double Seconds { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Of the generated workloads' lengths, 0 to 1.</summary>
    public required double Scale { get; init; }

    /// <summary>Of the intervals.</summary>
    public required double Level { get; init; }

    /// <summary>Why it ended before its plan: <c>decided</c>, <c>max_spend</c> or <c>interrupted</c>; null: it did not.</summary>
    public string? EndedBy { get; init; }

    public required long RequestsPerMonth { get; init; }

    /// <summary>US dollars of the calls whose cost is known.</summary>
    public required decimal SpentUsd { get; init; }

    public required ImmutableArray<EngineReport> Engines { get; init; }

    public required ImmutableArray<ReportRow> Rows { get; init; }

    public ImmutableArray<WorkloadReport> Workloads { get; init; } = [];

    public ImmutableArray<LoadReport> Loads { get; init; } = [];

    /// <summary>One row for each engine and protocol; empty unless MMLU was asked.</summary>
    public ImmutableArray<MmluReport> Mmlu { get; init; } = [];

    /// <summary>What a reader should know before believing the figures.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    public ImmutableArray<MeasuredEngine> Measured { get; init; } = [];
}
