using System.Collections.Immutable;
using AutoClaw.Core.Benchmark.Workloads.Answers;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>The whole answer is one of these texts; case, spaces, bold and a full stop at its end don't count.</summary>
/// <param name="Accepted">At least one.</param>
public sealed record ExactText(ImmutableArray<string> Accepted) : Expectation
{
    /// <inheritdoc/>
    public override AnswerScore Score(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var key = PlainText.Key(answer);
        var right = Accepted.Any(text => PlainText.Key(text) == key);
        return AnswerScore.Of(right ? 1 : 0, right, ("exact", right ? 1 : 0));
    }
}
