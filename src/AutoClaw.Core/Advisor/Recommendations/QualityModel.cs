using AutoClaw.Core.Advisor.Cost;

namespace AutoClaw.Core.Advisor.Recommendations;

/// <summary>How good the answers of each architecture are, on the measure of the qualities that were named.</summary>
public static class QualityModel
{
    /// <summary>
    /// A hybrid answers what must stay as well as the local model does. Of the rest it keeps the share k for good and loses the gap between
    /// both models times k^(R / (1 - R)), where R is the router's recovery: averaged over all k it then recovers just R of the gap. Where the
    /// local model is no worse, the router has nothing to tell apart, and quality goes by the share.
    /// </summary>
    public static double Of(AdvisorInputs inputs, Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return architecture switch
        {
            Architecture.AllLocal => inputs.Local.Quality,
            Architecture.AllCloud => inputs.Cloud.Quality,
            Architecture.HostedOpenWeights => inputs.Hosted.Quality,
            _ => Hybrid(inputs),
        };
    }

    private static double Hybrid(AdvisorInputs inputs)
    {
        var (local, cloud, stays) = (inputs.Local.Quality, inputs.Cloud.Quality, inputs.MustStay);
        if (stays >= 1)
        {
            return local;
        }

        var kept = Math.Clamp((HybridSplit.Of(inputs).KeptTokenShare - stays) / (1 - stays), 0, 1);
        var recovery = inputs.Hybrid.RouterRecovery;
        var lost = cloud > local ? Math.Pow(kept, recovery / (1 - recovery)) : kept;
        return (stays * local) + ((1 - stays) * (cloud - ((cloud - local) * lost)));
    }
}
