namespace AutoClaw.Core.Routing.Tuning;

/// <summary>How much APGR the tuned model has over something else, on the same rows.</summary>
/// <param name="Over">What it is held against: <c>running</c>, <c>random</c> or <c>length</c>.</param>
/// <param name="Value">Difference on the rows as they are.</param>
/// <param name="Bound">The difference is above this in 95 % of the resamples of keys.</param>
/// <param name="LabelsMissing">About how many more labels the same difference would need; null where it is shown or not positive.</param>
public sealed record Advantage(string Over, double Value, double Bound, int? LabelsMissing)
{
    public bool IsShown => Bound > 0;
}
