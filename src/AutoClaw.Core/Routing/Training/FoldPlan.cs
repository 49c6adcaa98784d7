namespace AutoClaw.Core.Routing.Training;

/// <summary>
/// Which rows each fold scores, and which it may learn from. Whatever the grouping, a fold never learns from a key that it scores: the
/// same question stands in several files under several names of its subject.
/// </summary>
public sealed class FoldPlan
{
    private const int NoFold = -1;

    private readonly string[] _keys;
    private readonly int[] _fold;
    private readonly bool[] _scored;
    private readonly HashSet<string>[] _scoredKeys;

    private FoldPlan(IReadOnlyList<TrainingRow> rows, int[] fold, bool[] scored, int folds)
    {
        _keys = rows.Select(r => r.Key).ToArray();
        _fold = fold;
        _scored = scored;
        _scoredKeys = new HashSet<string>[folds];
        for (var k = 0; k < folds; k++)
        {
            _scoredKeys[k] = new HashSet<string>(Enumerable.Range(0, fold.Length).Where(i => Scores(k, i)).Select(i => _keys[i]), StringComparer.Ordinal);
        }
    }

    public int Count => _scoredKeys.Length;

    /// <summary>
    /// Plans the folds. By key every row is scored. By domain and by source only rows with outcomes are; rows of other domains and sources
    /// than theirs teach every fold.
    /// </summary>
    /// <param name="grouping">What stays together.</param>
    /// <param name="rows">The rows that the plan's indexes count.</param>
    /// <param name="folds">At least 1; by source there is one a source, whatever this says.</param>
    /// <param name="seed">Draws which keys or domains share a fold.</param>
    public static FoldPlan Make(Grouping grouping, IReadOnlyList<TrainingRow> rows, int folds, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 1);
        if (grouping == Grouping.Key)
        {
            return new FoldPlan(rows, rows.Select(r => Dataset.Fold(r.Key, folds, seed)).ToArray(), rows.Select(_ => true).ToArray(), folds);
        }

        var groups = rows.Select(r => grouping == Grouping.Domain ? Subject(r) : r.Source).ToArray();
        var scored = rows.Select(r => r.HasOutcome).ToArray();
        var sizes = Enumerable.Range(0, rows.Count).Where(i => scored[i]).CountBy(i => groups[i], StringComparer.Ordinal).ToArray();
        var foldOf = grouping == Grouping.Domain
            ? Spread(sizes, folds, seed)
            : sizes.Select(s => s.Key).Order(StringComparer.Ordinal).Index().ToDictionary(s => s.Item, s => s.Index, StringComparer.Ordinal);
        var count = grouping == Grouping.Domain ? folds : sizes.Length;
        return new FoldPlan(rows, groups.Select(g => foldOf.GetValueOrDefault(g, NoFold)).ToArray(), scored, count);
    }

    /// <summary>True if fold <paramref name="fold"/> scores the row.</summary>
    public bool Scores(int fold, int row) => _scored[row] && _fold[row] == fold;

    /// <summary>True if fold <paramref name="fold"/> may learn from the row.</summary>
    public bool Teaches(int fold, int row) => _fold[row] != fold && !_scoredKeys[fold].Contains(_keys[row]);

    /// <summary>True if some fold scores the row.</summary>
    public bool IsScored(int row) => _scored[row] && _fold[row] != NoFold;

    /// <summary>
    /// The subject that a row is about: its domain's name, whichever source it stands in, as the collections have subjects in common. A
    /// row without domain belongs to its source.
    /// </summary>
    internal static string Subject(TrainingRow row) =>
        row.Domain.Length == 0 ? $"{row.Source}/" : row.Domain.ToLowerInvariant().Replace(' ', '_').Replace('-', '_');

    /// <summary>Subjects are few and of all sizes, so they go in a drawn order to the fold that has the fewest rows so far.</summary>
    private static Dictionary<string, int> Spread(KeyValuePair<string, int>[] sizes, int folds, int seed)
    {
        var foldOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new int[folds];
        foreach (var (subject, size) in sizes.OrderBy(s => Dataset.Hash(s.Key, seed)).ThenBy(s => s.Key, StringComparer.Ordinal))
        {
            var smallest = Array.IndexOf(rows, rows.Min());
            foldOf[subject] = smallest;
            rows[smallest] += size;
        }

        return foldOf;
    }
}
