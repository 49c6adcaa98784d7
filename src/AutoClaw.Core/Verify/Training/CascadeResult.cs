namespace AutoClaw.Core.Verify.Training;

/// <summary>One policy on one source.</summary>
/// <param name="Policy">
/// <c>verify</c>: the learned score on prompt and agreement; <c>votes</c>: the share of all checks that agree; <c>agree NAME</c>: one check;
/// <c>answer</c>: a learned score on the prompt and the answer itself; <c>prompt</c>: the router's score alone; <c>random</c>; <c>oracle</c>.
/// </param>
/// <param name="Checks">Extra local calls a question that the policy needs before it decides.</param>
/// <param name="Share99">Least cloud share that keeps 99 % of all-cloud quality; null where all-cloud answers nothing right.</param>
/// <param name="Share99Low">Its 95 % interval over resampled keys.</param>
/// <param name="Share99High"><inheritdoc cref="Share99Low" path="/summary"/></param>
/// <param name="Kept">Quality over all-cloud quality at the cloud shares of <see cref="CascadeReport.Shares"/>.</param>
/// <param name="CloudShare">Where the policy has one point of its own, the cloud share there; null for a dial.</param>
/// <param name="CloudShareKept">Quality over all-cloud quality at that point.</param>
public sealed record CascadeResult(
    string Policy,
    double Checks,
    double? Share99,
    double? Share99Low,
    double? Share99High,
    IReadOnlyList<double>? Kept,
    double? CloudShare,
    double? CloudShareKept);
