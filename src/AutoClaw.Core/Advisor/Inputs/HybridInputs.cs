namespace AutoClaw.Core.Advisor;

/// <summary>How work is split between the operator's own engines and the vendor's.</summary>
public sealed record HybridInputs
{
    /// <summary>Share of the tokens that the operator's engines are asked for first.</summary>
    public required double LocalTokenShare { get; init; }

    /// <summary>Share of the requests that hold those tokens; null: the same, as if all requests were equally long.</summary>
    public double? LocalRequestShare { get; init; }

    /// <summary>Of what may leave and was answered locally: the share that is found wanting and asked of the vendor as well.</summary>
    public double EscalationShare { get; init; }

    /// <summary>Local work to verify a local answer, as a share of the work of answering.</summary>
    public double VerifyShare { get; init; }

    /// <summary>
    /// How well the router tells what the local model can answer: the part of the quality gap that it recovers on average over all
    /// shares (0.5: random order; docs/router.md). More than 0, less than 1.
    /// </summary>
    public required double RouterRecovery { get; init; }

    /// <summary>Replicas beside those needed; a vendor may take over what a failed one leaves, unless it must stay.</summary>
    public int SpareReplicas { get; init; }

    /// <summary>Engineers on top of both sides'.</summary>
    public double LabourFte { get; init; }

    /// <summary>
    /// The share of the requests that hold another share of the tokens, where the requests of both sides stay as long, one beside the other,
    /// as they are: with lengths of a to 1, s / (s + a (1 - s)).
    /// </summary>
    internal double RequestShareAt(double tokenShare)
    {
        if (LocalRequestShare is not (> 0 and < 1) || LocalTokenShare is not (> 0 and < 1))
        {
            return tokenShare;
        }

        var requests = LocalRequestShare.Value;
        var lengths = LocalTokenShare / requests / ((1 - LocalTokenShare) / (1 - requests));
        return tokenShare / (tokenShare + (lengths * (1 - tokenShare)));
    }
}
