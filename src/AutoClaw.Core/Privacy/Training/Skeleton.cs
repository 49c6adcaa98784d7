using System.Text;

namespace AutoClaw.Core.Privacy.Training;

/// <summary>What is left of a text without what its spans hold: the letters of its template.</summary>
internal static class Skeleton
{
    public static string Of(TaggerText text)
    {
        var kept = new StringBuilder();
        var at = 0;
        foreach (var span in text.Spans)
        {
            Append(kept, text.Text.AsSpan(at..span.Start));
            at = span.End;
        }

        Append(kept, text.Text.AsSpan(at));
        return kept.ToString();
    }

    private static void Append(StringBuilder kept, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsLetter(c))
            {
                kept.Append(char.ToLowerInvariant(c));
            }
        }
    }
}
