namespace AutoClaw.Core.Routing.Tuning;

/// <summary>Holds one finished model against another on labels that neither was fitted to, by the rule of promotion.</summary>
public static class ModelComparison
{
    /// <param name="running">The model in use.</param>
    /// <param name="challenger">The one that would replace it; it stands where the verdict says tuned.</param>
    /// <param name="labels">What was judged; labels of one answer alone are left out.</param>
    /// <param name="options">Seed and resamples.</param>
    public static PromotionVerdict Run(RouterModel running, RouterModel challenger, IReadOnlyList<TuningRow> labels, TuningOptions options)
    {
        var pairs = labels.Where(r => r.IsPair).ToArray();
        return new PromotionTest(pairs, options).Run(
            [.. pairs.Select(r => RunningScores.Of(challenger, r.Features))], [.. pairs.Select(r => RunningScores.Of(running, r.Features))]);
    }
}
