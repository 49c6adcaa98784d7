using System.Collections.Immutable;
using AutoClaw.Core.Benchmark.Workloads;
using AutoClaw.Core.Model;

namespace AutoClaw.Core.Benchmark.Metrics;

/// <summary>One call of a run and all that was seen of it: a line of the raw file, from which every figure is made. Immutable.</summary>
public sealed record BenchCall
{
    public required string Engine { get; init; }

    public required string Workload { get; init; }

    public required string PromptId { get; init; }

    /// <summary>0 for the first time that the engine gets this prompt under this load.</summary>
    public int Repetition { get; init; }

    public required LoadShape Load { get; init; }

    /// <summary>Before the load had its full height, or after it fell: kept in the file, in no figure.</summary>
    public bool Ramp { get; init; }

    public required CallTimes Times { get; init; }

    public TokenCounts Tokens { get; init; }

    /// <summary>Milliseconds between pieces of text. A piece may hold several tokens: these gaps are not TPOT.</summary>
    public ImmutableArray<double> GapsMs { get; init; } = [];

    /// <summary>What it cost; null where that is not known.</summary>
    public Money? Cost { get; init; }

    public ErrorClass? Error { get; init; }

    /// <summary>What went wrong, for people; null where nothing did.</summary>
    public string? Message { get; init; }

    public int? Status { get; init; }

    public string? Finish { get; init; }

    /// <summary>The answer's text without its thoughts.</summary>
    public string Answer { get; init; } = "";

    /// <summary>Null where the prompt has no right answer, or the call failed.</summary>
    public AnswerScore? Score { get; init; }

    /// <summary>What the engine says of its own work.</summary>
    public EngineTimings EngineTimings { get; init; }

    /// <summary>Bytes of the request's body.</summary>
    public long RequestBytes { get; init; }

    /// <summary>Bytes of the answer's body.</summary>
    public long ResponseBytes { get; init; }

    public bool Succeeded => Error is null;

    /// <summary>See <see cref="CallTimes.TpotMs"/>.</summary>
    public double? TpotMs => Times.TpotMs(Tokens.Streamed);
}
