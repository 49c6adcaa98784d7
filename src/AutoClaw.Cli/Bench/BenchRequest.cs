namespace AutoClaw.Cli.Bench;

/// <summary>What was asked for on the command line.</summary>
internal sealed record BenchRequest
{
    public string? Config { get; init; }

    /// <summary>Names of the configuration's engines.</summary>
    public IReadOnlyList<string> Engines { get; init; } = [];

    /// <summary>Engines by address (<see cref="BenchTarget.Syntax"/>).</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary><c>NAME=VARIABLE</c>: where the keys of those are.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Generated workloads by name; empty: all.</summary>
    public IReadOnlyList<string> Workloads { get; init; } = [];

    /// <summary>The user's own prompts.</summary>
    public string? WorkloadFile { get; init; }

    /// <summary>A copy of MMLU.</summary>
    public string? Mmlu { get; init; }

    /// <summary>MMLU by the likelihood of the letters after five examples instead of by thinking aloud.</summary>
    public bool MmluLikelihood { get; init; }

    /// <summary>What engines run on (<see cref="HardwareClaim.Syntax"/>), for the check of what can't be true.</summary>
    public IReadOnlyList<string> Hardware { get; init; } = [];

    /// <summary>A ledger whose kept prompts are asked again.</summary>
    public string? Replay { get; init; }

    /// <summary>Of each generated workload, or of MMLU and the replay at most.</summary>
    public int Prompts { get; init; }

    public double Scale { get; init; }

    public double? Temperature { get; init; }

    public decimal? MaxSpend { get; init; }

    /// <summary>A folder for all forms of the report; null: none.</summary>
    public string? Output { get; init; }

    public bool Json { get; init; }
}
