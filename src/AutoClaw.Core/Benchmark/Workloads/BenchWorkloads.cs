using System.Collections.Immutable;
using AutoClaw.Core.Benchmark.Workloads.Extraction;
using AutoClaw.Core.Benchmark.Workloads.Reasoning;
using AutoClaw.Core.Benchmark.Workloads.Retrieval;
using AutoClaw.Core.Benchmark.Workloads.Summary;
using AutoClaw.Core.Benchmark.Workloads.Support;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>The workloads that are generated.</summary>
public static class BenchWorkloads
{
    /// <summary>The smallest scale at which every task can still be solved.</summary>
    public const double LeastScale = 0.05;

    /// <summary>All of them, in the order of reports.</summary>
    public static ImmutableArray<BenchWorkload> All { get; } =
    [
        new("support-chat", "Support chat under a policy", 2000, 150, SupportWorkload.Generate),
        new("retrieval-qa", "Questions about numbered passages", 4000, 200, RetrievalWorkload.Generate),
        new("json-extraction", "Extraction to JSON", 1200, 150, ExtractionWorkload.Generate),
        new("long-summary", "Summary of long minutes", 12000, 400, SummaryWorkload.Generate),
        new("reasoning", "Reasoning with exact answers", 500, 800, ReasoningWorkload.Generate),
    ];

    /// <summary>The workload of that name, or null.</summary>
    public static BenchWorkload? Find(string name) =>
        All.FirstOrDefault(workload => string.Equals(workload.Name, name, StringComparison.OrdinalIgnoreCase));
}
