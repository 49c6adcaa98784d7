using AutoClaw.Core.Verify;

namespace AutoClaw.Core.Judging;

/// <summary>
/// Takes the cloud's answer for right: the local one is worth 1 if it comes down to the same, else 0. For requests that have one short
/// answer; of an essay it finds every other one wrong.
/// </summary>
public static class ExactMatch
{
    private static readonly string[] Markers = ["answer is", "answer:", "####"];

    /// <summary>Null where either text has no final answer to compare.</summary>
    public static PairVerdict? Judge(string local, string cloud) => (FinalOf(local), FinalOf(cloud)) switch
    {
        ({ } l, { } c) => l == c ? PairVerdict.Tie : PairVerdict.CloudWins,
        _ => null,
    };

    // What follows the last marker, else the last line: reasoning comes before the answer.
    private static FinalAnswer? FinalOf(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        var start = 0;
        foreach (var marker in Markers)
        {
            var at = text.LastIndexOf(marker, StringComparison.OrdinalIgnoreCase);
            start = at >= 0 ? Math.Max(start, at + marker.Length) : start;
        }

        var rest = text[start..].TrimStart(" :*_\r\n");
        var line = start > 0 ? rest.IndexOfAny('\r', '\n') is >= 0 and var end ? rest[..end] : rest : rest[(rest.LastIndexOf('\n') + 1)..];
        return FinalAnswer.Normalise(line);
    }
}
