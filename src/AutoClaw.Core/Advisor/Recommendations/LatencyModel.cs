using AutoClaw.Core.Advisor.Cost;

namespace AutoClaw.Core.Advisor.Recommendations;

/// <summary>How long the reader waits, in the median, for the first token of the answer itself.</summary>
public static class LatencyModel
{
    private const double MsPerSecond = 1000;

    /// <summary>
    /// Time to the first token and the time to think before the answer. A hybrid is as late as the later of its sides; where local answers are
    /// verified before they are shown, its local side is as late as a whole answer, and an escalated one later still by the vendor's wait.
    /// </summary>
    public static double FirstAnswerMs(AdvisorInputs inputs, Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return architecture switch
        {
            Architecture.AllLocal => Local(inputs),
            Architecture.AllCloud => Api(inputs.Cloud),
            Architecture.HostedOpenWeights => Api(inputs.Hosted),
            _ => Hybrid(inputs),
        };
    }

    private static double Hybrid(AdvisorInputs inputs)
    {
        var split = HybridSplit.Of(inputs);
        if (split.EscalatedTokenShare > 0)
        {
            return Local(inputs) + (inputs.Workload.OutputTokens / inputs.Local.OutputTokensPerSecond * MsPerSecond) + Api(inputs.Cloud);
        }

        var local = split.LocalTokenShare > 0 ? Local(inputs) : 0;
        return split.LeavingTokenShare > 0 ? Math.Max(local, Api(inputs.Cloud)) : local;
    }

    private static double Local(AdvisorInputs inputs) => FirstAnswer(inputs.Local.TtftMs, inputs.Local.ReasoningTokens, inputs.Local.OutputTokensPerSecond);

    private static double Api(ApiInputs api) => FirstAnswer(api.TtftMs, api.ReasoningTokens, api.OutputTokensPerSecond);

    private static double FirstAnswer(double ttftMs, double reasoning, double tokensPerSecond) => ttftMs + (reasoning / tokensPerSecond * MsPerSecond);
}
