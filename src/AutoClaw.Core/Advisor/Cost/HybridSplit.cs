namespace AutoClaw.Core.Advisor.Cost;

/// <summary>Who does what in a hybrid, per request of the whole traffic.</summary>
/// <param name="LocalTokenShare">Of the tokens: asked of the operator's engines first. Never below what must stay.</param>
/// <param name="LocalRequestShare">Of the requests: the same.</param>
/// <param name="EscalatedTokenShare">Of the tokens: asked of the vendor after a local attempt.</param>
/// <param name="LocalWork">The operator's engines' work over that of answering everything, with verification.</param>
public readonly record struct HybridSplit(double LocalTokenShare, double LocalRequestShare, double EscalatedTokenShare, double LocalWork)
{
    /// <summary>Of the tokens: seen by the vendor.</summary>
    public double LeavingTokenShare => 1 - LocalTokenShare + EscalatedTokenShare;

    /// <summary>Of the tokens: answered for good by the operator's engines.</summary>
    public double KeptTokenShare => LocalTokenShare - EscalatedTokenShare;

    public static HybridSplit Of(AdvisorInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var hybrid = inputs.Hybrid;
        var share = Math.Max(hybrid.LocalTokenShare, inputs.MustStay);

        var requests = hybrid.RequestShareAt(share);
        var escalated = hybrid.EscalationShare * (share - inputs.MustStay);
        return new HybridSplit(share, requests, escalated, share * (1 + hybrid.VerifyShare));
    }

    /// <summary>The vendor's part of the mean request: the requests sent at once, and those after a local attempt, each at its own length.</summary>
    public double ApiUsdPerRequest(ApiInputs api, WorkloadInputs workload)
    {
        var direct = Part(api, workload, 1 - LocalRequestShare, 1 - LocalTokenShare, 1);
        var escalated = LocalTokenShare > 0 ? Part(api, workload, LocalRequestShare, LocalTokenShare, EscalatedTokenShare / LocalTokenShare) : 0;
        return direct + escalated;
    }

    private static double Part(ApiInputs api, WorkloadInputs workload, double requests, double tokens, double share)
    {
        if (requests <= 0 || share <= 0)
        {
            return 0;
        }

        var length = tokens / requests;
        return requests * share * ApiCost.PerRequest(api, workload.InputTokens * length, workload.OutputTokens * length, api.ReasoningTokens * length);
    }
}
