using System.Collections.Immutable;
using AutoClaw.Core.Benchmark.Workloads.Answers;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>The answer has each of these texts in it; case, spaces and bold don't count.</summary>
/// <param name="Texts">At least one.</param>
public sealed record ContainedTexts(ImmutableArray<string> Texts) : Expectation
{
    /// <inheritdoc/>
    public override AnswerScore Score(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var key = PlainText.Key(answer);
        var found = Texts.Count(text => key.Contains(PlainText.Key(text), StringComparison.Ordinal));
        var share = (double)found / Texts.Length;
        return AnswerScore.Of(share, found == Texts.Length, ("contained", share));
    }
}
