namespace AutoClaw.Core.Routing.Training;

/// <summary>Turns rows to another pair of models where they hold both models' scores. The rows' number and order stay.</summary>
public static class PairSelection
{
    /// <summary>Why the rows can't be turned to the pair, with the nearest names of an unknown model; null if some can.</summary>
    public static string? Problem(IReadOnlyList<TrainingRow> rows, ModelPair pair)
    {
        if (ModelNames.Same(pair.Strong, pair.Weak))
        {
            return $"'{pair.Strong}' can't be the strong and the weak model at once.";
        }

        var names = rows.SelectMany(Names).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var wanted in new[] { pair.Strong, pair.Weak })
        {
            if (!names.Any(n => ModelNames.Same(n, wanted)))
            {
                return names.Length == 0
                    ? "The data name no models."
                    : $"The data have no model '{wanted}'. Nearest: {string.Join(", ", ModelNames.Nearest(wanted, names))}.";
            }
        }

        return rows.Any(r => Outcome(r, pair) is not null) ? null : $"No row has scores of both '{pair.Strong}' and '{pair.Weak}'.";
    }

    /// <summary>Rows to measure on: those without the pair's scores lose their outcome.</summary>
    public static TrainingRow[] ForEvaluation(IReadOnlyList<TrainingRow> rows, ModelPair pair) =>
        rows.Select(r => Outcome(r, pair) ?? r with { StrongScore = null, WeakScore = null }).ToArray();

    /// <summary>Rows to train on: those without the pair's scores go on teaching what their own pair did.</summary>
    /// <param name="rows">The rows as they were read.</param>
    /// <param name="pair">The pair to train for.</param>
    /// <param name="unseen">
    /// A pair that the model shall not know: what its models did is taken out of all rows, but for a model that <paramref name="pair"/>
    /// has as well.
    /// </param>
    public static TrainingRow[] ForTraining(IReadOnlyList<TrainingRow> rows, ModelPair pair, ModelPair? unseen = null) =>
        rows.Select(r => Outcome(r, pair) ?? r).Select(r => unseen is null ? r : Without(r, m => unseen.Has(m) && !pair.Has(m))).ToArray();

    private static IEnumerable<string> Names(TrainingRow row) =>
        row.HasOutcome ? row.Models.Keys.Append(row.StrongModel).Append(row.WeakModel).Where(n => n.Length > 0) : row.Models.Keys;

    private static TrainingRow? Outcome(TrainingRow row, ModelPair pair)
    {
        if (pair.IsOf(row))
        {
            return row.HasOutcome ? row : null;
        }

        // The row's own spelling stays: other parts look its models up by it.
        return Score(row, pair.Strong) is var (strong, strongScore) && Score(row, pair.Weak) is var (weak, weakScore)
            ? row with { StrongModel = strong, StrongScore = strongScore, WeakModel = weak, WeakScore = weakScore }
            : null;
    }

    private static (string Name, double Score)? Score(TrainingRow row, string model)
    {
        foreach (var (name, score) in row.Models)
        {
            if (ModelNames.Same(name, model))
            {
                return (name, score);
            }
        }

        return row is { StrongScore: { } strong } && ModelNames.Same(row.StrongModel, model) ? (row.StrongModel, strong)
            : row is { WeakScore: { } weak } && ModelNames.Same(row.WeakModel, model) ? (row.WeakModel, weak)
            : null;
    }

    private static TrainingRow Without(TrainingRow row, Func<string, bool> hidden)
    {
        if (!row.Models.Keys.Any(hidden) && !hidden(row.StrongModel) && !hidden(row.WeakModel))
        {
            return row;
        }

        // A difficulty beside outcomes was made from them, so it goes as well.
        var rest = row with
        {
            Models = row.Models.Where(m => !hidden(m.Key)).ToDictionary(StringComparer.Ordinal),
            Difficulty = row.HasOutcome ? null : row.Difficulty,
        };
        return hidden(row.StrongModel) || hidden(row.WeakModel) ? rest with { StrongScore = null, WeakScore = null } : rest;
    }
}
