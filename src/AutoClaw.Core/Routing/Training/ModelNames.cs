namespace AutoClaw.Core.Routing.Training;

/// <summary>Compares model names as the collections spell them: case, dots, hyphens and underscores differ between files.</summary>
internal static class ModelNames
{
    private const int Suggestions = 5;

    public static bool Same(string a, string b)
    {
        int i = 0, j = 0;
        while (true)
        {
            i += Skipped(a.AsSpan(i));
            j += Skipped(b.AsSpan(j));
            if (i == a.Length || j == b.Length)
            {
                return i == a.Length && j == b.Length;
            }

            if (char.ToLowerInvariant(a[i++]) != char.ToLowerInvariant(b[j++]))
            {
                return false;
            }
        }
    }

    /// <summary>The names most like <paramref name="name"/>: those that hold it or that it holds first, then by edit distance.</summary>
    public static IReadOnlyList<string> Nearest(string name, IEnumerable<string> names)
    {
        var wanted = Plain(name);
        return names
            .Select(n => (Name: n, Plain: Plain(n)))
            .OrderBy(n => n.Plain.Contains(wanted, StringComparison.Ordinal) || wanted.Contains(n.Plain, StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(n => Distance(wanted, n.Plain))
            .ThenBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => n.Name)
            .Take(Suggestions)
            .ToArray();
    }

    private static int Skipped(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && !char.IsLetterOrDigit(text[count]))
        {
            count++;
        }

        return count;
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
