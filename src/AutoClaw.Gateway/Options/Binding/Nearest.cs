namespace AutoClaw.Gateway.Options.Binding;

/// <summary>Finds what somebody meant to type.</summary>
internal static class Nearest
{
    // Longer words are no typing slip of any name here, and the distance costs the product of both lengths.
    private const int LongestWord = 64;

    /// <summary>The nearest candidate within a third of the word's length (at least 2 edits), or null.</summary>
    public static string? Of(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > LongestWord)
        {
            return null;
        }

        var allowed = Math.Max(2, word.Length / 3);
        var best = candidates
            .Select(candidate => (Candidate: candidate, Distance: Distance(word, candidate)))
            .Where(pair => pair.Distance <= allowed && pair.Distance < Math.Max(word.Length, pair.Candidate.Length))
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Candidate;
    }

    /// <summary><c>did you mean X?</c>, or null.</summary>
    public static string? Hint(string word, IEnumerable<string> candidates) =>
        Of(word, candidates) is { } found ? $"did you mean {found}?" : null;

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one word into the other; case, - and _ do not count.</summary>
    internal static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= right.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                var best = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    best = Math.Min(best, rows[i - 2, j - 2] + 1);
                }

                rows[i, j] = best;
            }
        }

        return rows[left.Length, right.Length];
    }

    private static bool Same(char a, char b) => Fold(a) == Fold(b);

    private static char Fold(char c) => c == '-' ? '_' : char.ToLowerInvariant(c);
}
