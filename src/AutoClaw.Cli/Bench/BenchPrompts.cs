using System.Collections.Immutable;
using AutoClaw.Core.Benchmark.Workloads;

namespace AutoClaw.Cli.Bench;

/// <summary>The prompts that a run asks.</summary>
internal static class BenchPrompts
{
    /// <summary>Empty after filling <paramref name="problems"/>.</summary>
    public static ImmutableArray<BenchPrompt> Read(BenchRequest request, ulong seed, List<string> problems)
    {
        var chosen = request.Workloads.Count == 0 ? BenchWorkloads.All : [.. request.Workloads.Select(name =>
        {
            var workload = BenchWorkloads.Find(name);
            if (workload is null)
            {
                problems.Add($"There is no workload '{name}'. One of: {string.Join(", ", BenchWorkloads.All.Select(static w => w.Name))}.");
            }

            return workload;
        }).OfType<BenchWorkload>()];
        return problems.Count > 0 ? [] : [.. chosen.SelectMany(w => Enumerable.Range(0, request.Prompts).Select(i => w.Generate(seed, i, request.Scale)))];
    }
}
