namespace AutoClaw.Core.Benchmark.Workloads.Mmlu;

/// <summary>How MMLU is asked. Figures of two protocols are not comparable and never stand in one row.</summary>
public enum MmluProtocol
{
    /// <summary>No examples; the model thinks in the open and states a letter. Any chat API.</summary>
    ZeroShotChainOfThought,

    /// <summary>Five examples, and the most likely of the four letters as the next token. Needs log-probabilities.</summary>
    FiveShotLikelihood,
}
