using System.Collections.Immutable;
using AutoClaw.Core.Advisor.Cost;

namespace AutoClaw.Core.Advisor.Recommendations;

/// <summary>What an architecture is judged by.</summary>
internal sealed record Candidate
{
    public required Architecture Architecture { get; init; }

    public required double MonthlyUsd { get; init; }

    public required double Quality { get; init; }

    public required double FirstAnswerMs { get; init; }

    public required double SetupDays { get; init; }

    public required double LeavingShare { get; init; }

    /// <summary>Empty: admitted.</summary>
    public ImmutableArray<AdviceReason> Exclusions { get; init; } = [];

    public bool Admitted => Exclusions.IsEmpty;

    public static Candidate Of(AdvisorInputs inputs, Architecture architecture) => new()
    {
        Architecture = architecture,
        MonthlyUsd = CostModel.MonthlyUsd(inputs, architecture),
        Quality = QualityModel.Of(inputs, architecture),
        FirstAnswerMs = LatencyModel.FirstAnswerMs(inputs, architecture),
        SetupDays = architecture switch
        {
            Architecture.AllCloud => inputs.Cloud.SetupDays,
            Architecture.HostedOpenWeights => inputs.Hosted.SetupDays,
            Architecture.AllLocal => inputs.Local.SetupDays,
            _ => Math.Max(inputs.Local.SetupDays, inputs.Cloud.SetupDays),
        },
        LeavingShare = architecture switch
        {
            Architecture.AllLocal => 0,
            Architecture.Hybrid => HybridSplit.Of(inputs).LeavingTokenShare,
            _ => 1,
        },
    };
}
