using AutoClaw.Core.Privacy.Tagger;

namespace AutoClaw.Core.Privacy.Training;

/// <summary>Scores a tagger on labelled texts.</summary>
public static class TaggerEvaluation
{
    /// <summary>A score for each type that the tagger finds.</summary>
    public static IReadOnlyList<TaggerScore> Run(PiiTagger tagger, IEnumerable<TaggerText> texts)
    {
        var rows = texts.Select(text =>
        {
            var found = new List<PiiSpan>();
            tagger.Tag(text.Text, found);
            return (Labelled: text.Spans, Found: found);
        }).ToArray();
        return TagLabel.Found.ToArray().Select(type => Sum(type, rows.Select(row => Score(type, row.Labelled, row.Found)))).ToArray();
    }

    /// <summary>True if the tagger finds anything of <paramref name="types"/>.</summary>
    public static bool Finds(PiiTagger tagger, string text, params ReadOnlySpan<PiiType> types)
    {
        var found = new List<PiiSpan>();
        tagger.Tag(text, found);
        foreach (var span in found)
        {
            if (types.Contains(span.Type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds up scores of parts, such as folds.</summary>
    public static IReadOnlyList<TaggerScore> Sum(IEnumerable<TaggerScore> scores) =>
        scores.GroupBy(static s => s.Type).Select(static g => Sum(g.Key, g)).ToArray();

    private static TaggerScore Sum(PiiType type, IEnumerable<TaggerScore> scores) => scores.Aggregate(
        new TaggerScore(type, 0, 0, 0, 0, 0, 0),
        static (a, b) => new TaggerScore(
            a.Type, a.Labelled + b.Labelled, a.Overlapped + b.Overlapped, a.Covered + b.Covered, a.Exact + b.Exact, a.Found + b.Found, a.Right + b.Right));

    private static TaggerScore Score(PiiType type, IReadOnlyList<PiiSpan> labelled, List<PiiSpan> found)
    {
        var gold = labelled.Where(s => s.Type == type).ToArray();
        var told = found.Where(s => s.Type == type).ToArray();
        return new TaggerScore(
            type,
            gold.Length,
            gold.Count(g => told.Any(t => Touch(g, t))),
            gold.Count(g => found.Any(t => Touch(g, t))),
            gold.Count(g => told.Any(t => t.Start == g.Start && t.End == g.End)),
            told.Length,
            told.Count(t => gold.Any(g => Touch(g, t))));
    }

    private static bool Touch(PiiSpan a, PiiSpan b) => a.Start < b.End && b.Start < a.End;
}
