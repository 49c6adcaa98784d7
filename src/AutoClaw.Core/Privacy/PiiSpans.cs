using System.Runtime.InteropServices;

namespace AutoClaw.Core.Privacy;

/// <summary>Makes one list of what several readers of a text found.</summary>
public static class PiiSpans
{
    /// <summary>
    /// Puts the spans from <paramref name="first"/> on in the order of the text, and of those that overlap keeps the one with the higher
    /// score: a checksum that holds beats a word that stands near. With equal scores the longer one, then the first.
    /// </summary>
    public static void Merge(List<PiiSpan> found, int first)
    {
        if (found.Count - first < 2)
        {
            return;
        }

        var spans = CollectionsMarshal.AsSpan(found)[first..];
        spans.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : Better(a, b) ? -1 : Better(b, a) ? 1 : 0);
        var kept = 1;
        for (var i = 1; i < spans.Length; i++)
        {
            if (spans[i].Start >= spans[kept - 1].End)
            {
                spans[kept++] = spans[i];
            }
            else if (Better(spans[i], spans[kept - 1]))
            {
                spans[kept - 1] = spans[i];
            }
        }

        found.RemoveRange(first + kept, spans.Length - kept);
    }

    private static bool Better(in PiiSpan a, in PiiSpan b) =>
        a.Score != b.Score ? a.Score > b.Score : a.Length != b.Length ? a.Length > b.Length : a.Type < b.Type;
}
