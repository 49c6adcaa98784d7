namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>
/// Thoughts that a model writes into its answer between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c>, because its server does not tell them
/// apart. They are no part of what is scored: a draft on the way is no wrong answer.
/// </summary>
public static class InlineThoughts
{
    private const string Begin = "<think>", End = "</think>";

    /// <summary>What follows the thoughts that an answer begins with; nothing where they never end; the answer itself where there are none.</summary>
    public static string Strip(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var text = answer.AsSpan().TrimStart();

        // Some templates open the thought in the prompt, so that the answer only has its end.
        var end = text.IndexOf(End, StringComparison.OrdinalIgnoreCase);
        return end >= 0 ? text[(end + End.Length)..].TrimStart().ToString()
            : text.StartsWith(Begin, StringComparison.OrdinalIgnoreCase) ? ""
            : answer;
    }
}
