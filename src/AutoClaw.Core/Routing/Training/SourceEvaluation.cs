namespace AutoClaw.Core.Routing.Training;

/// <summary>One source, or all pooled.</summary>
/// <param name="Source">The source's name; <c>pooled</c> for all rows with outcomes.</param>
/// <param name="Rows">Rows scored.</param>
/// <param name="CloudShareAtDefault">Share of rows at or above the default threshold; null where there is none (out-of-fold scores).</param>
/// <param name="Outcomes">Null where the rows have no outcomes.</param>
public sealed record SourceEvaluation(string Source, int Rows, double? CloudShareAtDefault, OutcomeEvaluation? Outcomes);
