using System.Collections.Immutable;
using System.Globalization;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Benchmark.Workloads.Generation;

/// <summary>What a generator makes one prompt of.</summary>
internal sealed class WorkloadDraft(BenchWorkload workload, SeededRandom random, int index, double scale)
{
    public SeededRandom Random { get; } = random;

    public double Scale { get; } = scale;

    public InventedNames Names { get; } = new(random);

    /// <summary>How long the prompt should be.</summary>
    public double InputTokens { get; } = workload.InputTokens * scale;

    /// <summary>So many at scale 1, fewer below, never under <paramref name="least"/>.</summary>
    public int Scaled(int full, int least) => Math.Max(least, (int)Math.Round(full * Scale, MidpointRounding.AwayFromZero));

    /// <summary>The prompt, with room in <paramref name="maxTokens"/> for twice a right answer: a cut one would measure the limit instead of the model.</summary>
    public BenchPrompt Prompt(ImmutableArray<BenchMessage> messages, int maxTokens, Expectation expected, string reference) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{workload.Name}-{index:D4}"),
        Workload = workload.Name,
        Messages = messages,
        MaxTokens = maxTokens,
        Expected = expected,
        Reference = reference,
    };
}
