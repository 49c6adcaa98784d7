namespace AutoClaw.Core.Routing.Tuning;

/// <summary>Whether a tuned model was shown to be better, on out-of-fold scores.</summary>
/// <param name="Pairs">Labels of which both answers were judged: what the figures are measured on.</param>
/// <param name="Tuned">APGR of the tuned model; 0 where it could not be measured.</param>
/// <param name="Running">APGR of the running model.</param>
/// <param name="Length">APGR of the longest text first.</param>
/// <param name="Advantages">Over the running model, random and length; empty where it could not be measured.</param>
/// <param name="Obstacle">Why nothing could be measured; null if it was.</param>
public sealed record PromotionVerdict(
    int Pairs, double Tuned, double Running, double Length, IReadOnlyList<Advantage> Advantages, string? Obstacle)
{
    public bool Promoted => Advantages.Count > 0 && Advantages.All(a => a.IsShown);

    /// <summary>About how many more labels it would need; null if promoted or if no number of labels is known to help.</summary>
    public int? LabelsMissing => Promoted || Advantages.Count == 0 || Advantages.Any(a => !a.IsShown && a.LabelsMissing is null)
        ? null
        : Advantages.Max(a => a.LabelsMissing);
}
