using System.Text.RegularExpressions;

namespace AutoClaw.Core.Benchmark.Workloads.Answers;

/// <summary>A plain text taken apart.</summary>
internal static partial class Sentences
{
    /// <summary>Its sentences; a line's end ends one as well.</summary>
    public static IEnumerable<string> Of(string plain) => End().Split(plain).Where(sentence => !string.IsNullOrWhiteSpace(sentence));

    /// <summary>How many words it has: whatever stands between spaces and holds a letter or a digit.</summary>
    public static int Words(string plain) =>
        plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLetterOrDigit));

    /// <summary>True where <paramref name="name"/> occurs and is not part of a longer word.</summary>
    public static bool Names(string plain, string name)
    {
        for (var at = plain.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = plain.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + name.Length;
            if ((at == 0 || !char.IsLetterOrDigit(plain[at - 1])) && (end == plain.Length || !char.IsLetterOrDigit(plain[end])))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"(?<=[.!?]['"")]?)\s+|\n", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex End();
}
