using System.Text.RegularExpressions;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>The answer, as it came, has a match of a regular expression in it.</summary>
/// <param name="Pattern">In .NET's syntax; <c>(?i)</c> in front ignores case.</param>
public sealed record MatchedPattern(string Pattern) : Expectation
{
    /// <summary>A pattern that takes longer on an answer has not matched it; the part <c>timed_out</c> says so.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public override AnswerScore Score(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        try
        {
            var right = Regex.IsMatch(answer, Pattern, RegexOptions.CultureInvariant, Timeout);
            return AnswerScore.Of(right ? 1 : 0, right, ("matched", right ? 1 : 0), ("timed_out", 0));
        }
        catch (RegexMatchTimeoutException)
        {
            return AnswerScore.Of(0, false, ("matched", 0), ("timed_out", 1));
        }
    }
}
