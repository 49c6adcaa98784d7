namespace AutoClaw.Core.Routing.Tuning;

/// <summary>What tuning came to.</summary>
/// <param name="Model">The tuned model; null where it was not shown to be better.</param>
/// <param name="Verdict">The figures, either way.</param>
public sealed record TuningResult(RouterModel? Model, PromotionVerdict Verdict);
