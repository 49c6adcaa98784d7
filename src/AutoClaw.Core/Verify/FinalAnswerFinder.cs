namespace AutoClaw.Core.Verify;

/// <summary>Finds what an answer in free text comes down to, where it says so in one of the usual ways.</summary>
public static class FinalAnswerFinder
{
    // Longer is an explanation, not an answer by itself.
    private const int LongestBare = 48;
    private const int LongestMarked = 120;

    // The last one counts: reasoning comes before the answer, and may speak of others.
    private static readonly string[] Markers = ["final answer is", "answer is", "final answer:", "answer:", "####"];

    /// <summary>
    /// In this order: the last <c>\boxed{…}</c>; what follows the last "answer is", "answer:" or <c>####</c> up to the end of its sentence or line;
    /// the whole text where it is short. Null: free text, which only a similarity can compare.
    /// </summary>
    public static FinalAnswer? Find(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (Boxed(text) is { IsEmpty: false } boxed)
        {
            return FinalAnswer.Normalise(boxed);
        }

        var start = -1;
        foreach (var marker in Markers)
        {
            var at = text.LastIndexOf(marker, StringComparison.OrdinalIgnoreCase);
            start = at >= 0 ? Math.Max(start, at + marker.Length) : start;
        }

        return start >= 0 && Marked(text[start..]) is { IsEmpty: false } marked ? FinalAnswer.Normalise(marked)
            : text.Length <= LongestBare && !text.ContainsAny("\r\n") ? FinalAnswer.Normalise(text)
            : null;
    }

    // TeX nests braces: \boxed{\frac{1}{2}}.
    private static ReadOnlySpan<char> Boxed(ReadOnlySpan<char> text)
    {
        const string Box = "\\boxed{";
        var at = text.LastIndexOf(Box, StringComparison.Ordinal);
        if (at < 0)
        {
            return default;
        }

        var inner = text[(at + Box.Length)..];
        var depth = 1;
        for (var i = 0; i < inner.Length; i++)
        {
            depth += inner[i] == '{' ? 1 : inner[i] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return inner[..i];
            }
        }

        return default;
    }

    private static ReadOnlySpan<char> Marked(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart(" :*_\t\r\n");
        var end = rest.IndexOfAny('\r', '\n');
        rest = end >= 0 ? rest[..end] : rest;
        for (var i = 0; i + 1 < rest.Length; i++)
        {
            // A full stop ends it, not the point in 3.5 nor the one in "B. mitosis".
            if (rest[i] == '.' && rest[i + 1] == ' ' && i > 1)
            {
                rest = rest[..i];
                break;
            }
        }

        return rest.Length <= LongestMarked ? rest : default;
    }
}
