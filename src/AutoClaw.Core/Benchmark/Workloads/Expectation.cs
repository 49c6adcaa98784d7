namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>What a right answer to one prompt is. Pure: the same answer always has the same score, and no model is asked.</summary>
public abstract record Expectation
{
    /// <summary>Scores the visible text of an answer; reasoning that the engine reports apart is not part of it.</summary>
    /// <param name="answer">May be empty, cut off or not at all in the form that was asked for: such an answer is wrong, never an error.</param>
    public abstract AnswerScore Score(string answer);
}
