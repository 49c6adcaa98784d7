namespace AutoClaw.Core.Routing.Training;

/// <summary>Rows with the score that each got.</summary>
/// <param name="Rows">The rows that were scored, in the data's order.</param>
/// <param name="Scores">One a row, higher = cloud.</param>
public sealed record ScoredRows(IReadOnlyList<TrainingRow> Rows, float[] Scores);
