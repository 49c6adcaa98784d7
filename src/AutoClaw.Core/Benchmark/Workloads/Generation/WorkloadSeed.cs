using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Benchmark.Workloads.Generation;

/// <summary>A seed of its own for every prompt, so that one can be made without those before it.</summary>
internal static class WorkloadSeed
{
    public static ulong Of(string workload, ulong seed, int index)
    {
        // FNV-1a: string hashes of .NET differ from run to run.
        var hash = 14695981039346656037UL;
        foreach (var c in workload)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        var run = new SeededRandom(seed ^ hash).Next();
        return new SeededRandom(run + (ulong)index).Next();
    }
}
