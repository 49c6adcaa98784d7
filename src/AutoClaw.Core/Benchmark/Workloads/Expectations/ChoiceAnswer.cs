using AutoClaw.Core.Benchmark.Workloads.Answers;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>
/// The letter of a choice, as the last statement such as <c>the answer is (B)</c> or as the whole answer. An answer that settles on none is
/// wrong, and its part <c>parsed</c> tells it apart from one that settles on the wrong one.
/// </summary>
/// <param name="Truth">A capital letter.</param>
/// <param name="Choices">How many there are, from A on.</param>
public sealed record ChoiceAnswer(char Truth, int Choices = 4) : Expectation
{
    /// <inheritdoc/>
    public override AnswerScore Score(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var choice = ChoiceText.Of(answer, Choices);
        return AnswerScore.Of(choice == Truth ? 1 : 0, choice == Truth, ("parsed", choice is null ? 0 : 1));
    }
}
