namespace AutoClaw.Core.Benchmark.Workloads.Mmlu;

/// <summary>How one question went.</summary>
/// <param name="Protocol">How it was asked.</param>
/// <param name="Subject">Of the question.</param>
/// <param name="Correct">The right letter.</param>
/// <param name="Parsed">Any letter.</param>
public sealed record MmluOutcome(MmluProtocol Protocol, string Subject, bool Correct, bool Parsed)
{
    /// <summary>Of a prompt of <see cref="MmluPrompts"/> and its score.</summary>
    /// <returns>Null: the prompt is none of these.</returns>
    public static MmluOutcome? Of(BenchPrompt prompt, AnswerScore score)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(score);
        MmluProtocol? protocol = prompt.Workload switch
        {
            MmluPrompts.ChainOfThoughtWorkload => MmluProtocol.ZeroShotChainOfThought,
            MmluPrompts.LikelihoodWorkload => MmluProtocol.FiveShotLikelihood,
            _ => null,
        };
        return protocol is { } known && prompt.Id.Split('/') is [_, var subject, _]
            ? new MmluOutcome(known, subject, score.Correct, score.Parts.GetValueOrDefault("parsed") > 0)
            : null;
    }
}
