using AutoClaw.Core.Benchmark.Statistics;
using AutoClaw.Core.Benchmark.Workloads.Generation;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>One kind of generated work. The same seed, index and scale give the same bytes on every machine.</summary>
public sealed class BenchWorkload
{
    private readonly Func<WorkloadDraft, BenchPrompt> _generate;

    internal BenchWorkload(string name, string title, int inputTokens, int outputTokens, Func<WorkloadDraft, BenchPrompt> generate)
    {
        (Name, Title, InputTokens, OutputTokens, _generate) = (name, title, inputTokens, outputTokens, generate);
    }

    /// <summary>As it is named on the command line and in reports, for example <c>support-chat</c>.</summary>
    public string Name { get; }

    /// <summary>For people.</summary>
    public string Title { get; }

    /// <summary>Tokens of a prompt at scale 1, within a tenth, in the o200k encoding.</summary>
    public int InputTokens { get; }

    /// <summary>About the tokens of a good answer at scale 1.</summary>
    public int OutputTokens { get; }

    /// <summary>The prompt of that number.</summary>
    /// <param name="seed">The run's.</param>
    /// <param name="index">From 0.</param>
    /// <param name="scale">0.05 to 1: the share of the nominal prompt. Below 1 the task has less around it and fewer parts, and can still be solved.</param>
    public BenchPrompt Generate(ulong seed, int index, double scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, BenchWorkloads.LeastScale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, 1);
        return _generate(new WorkloadDraft(this, new SeededRandom(WorkloadSeed.Of(Name, seed, index)), index, scale));
    }
}
