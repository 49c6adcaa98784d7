namespace AutoClaw.Core.Advisor.Recommendations;

/// <summary>Why something was advised or ruled out.</summary>
/// <param name="Code">For programs; stable. docs/advisor.md lists them.</param>
/// <param name="Architecture">Whom it is about; null: the advice as a whole.</param>
/// <param name="Sentence">For people.</param>
public sealed record AdviceReason(string Code, Architecture? Architecture, string Sentence);
