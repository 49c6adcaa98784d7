namespace AutoClaw.Core.Routing.Training;

/// <summary>Measures the training itself: every row is scored by a model that learned nothing of its question, subject or source.</summary>
/// <param name="Grouping">What is new to the model that scores a row.</param>
/// <param name="Options">How to train; its folds and seed draw the folds.</param>
/// <param name="Pair">The pair to measure on; null: each row's own.</param>
/// <param name="TrainPair">The pair to train for; null: the one to measure on. Of another pair the training learns nothing of the measured one.</param>
public sealed record CrossValidation(Grouping Grouping, TrainingOptions Options, ModelPair? Pair = null, ModelPair? TrainPair = null)
{
    /// <summary>Scores the rows that have outcomes, of <see cref="Pair"/> where one is named; by key without a pair those without as well.</summary>
    public ScoredRows Run(IReadOnlyList<TrainingRow> rows, Action<string>? progress = null)
    {
        var measured = Pair is null ? rows : PairSelection.ForEvaluation(rows, Pair);
        var taught = (TrainPair ?? Pair) is { } train ? PairSelection.ForTraining(rows, train, Pair == train ? null : Pair) : rows;
        var options = (TrainPair ?? Pair) is { } primary ? Options with { Primary = primary } : Options;
        var plan = FoldPlan.Make(Grouping, measured, options.Folds, options.Seed);
        var scores = new RouterTrainer(new Dataset(taught), options).OutOfFoldScores(plan, progress);
        var kept = Enumerable.Range(0, rows.Count).Where(i => plan.IsScored(i) && (Pair is null || measured[i].HasOutcome)).ToArray();
        return new ScoredRows(kept.Select(i => measured[i]).ToArray(), kept.Select(i => scores[i]).ToArray());
    }
}
