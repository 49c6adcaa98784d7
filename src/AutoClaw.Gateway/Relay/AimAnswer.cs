using AutoClaw.Core.Routing.Aims;

namespace AutoClaw.Gateway.Relay;

/// <summary>What a route promises and how well it holds, in <c>POST /v1/route</c>.</summary>
public sealed record AimAnswer
{
    /// <summary>For example <c>cloud_share=0.35</c>.</summary>
    public required string Promise { get; init; }

    /// <summary>The last requests that the figures are about; at most 500.</summary>
    public required int Requests { get; init; }

    /// <summary>Share of them that was sent to the cloud; null before the first.</summary>
    public required double? CloudShare { get; init; }

    /// <summary>Their quality as a share of all-cloud, both as the router model predicts them; null before the first.</summary>
    public required double? QualityEstimated { get; init; }

    /// <summary>What a budget has spent in this period; null for other aims.</summary>
    public required decimal? SpentUsd { get; init; }

    public required decimal? LimitUsd { get; init; }

    /// <summary>When a budget begins anew; null for other aims.</summary>
    public required DateTimeOffset? ResetsAt { get; init; }

    internal static AimAnswer Of(AimController controller) => new()
    {
        Promise = controller.Aim.ToString(),
        Requests = controller.Requests,
        CloudShare = Rounded(controller.CloudShare),
        QualityEstimated = Rounded(controller.QualityShare),
        SpentUsd = controller.Budget?.Spent.Usd,
        LimitUsd = controller.Budget?.Limit.Usd,
        ResetsAt = controller.Budget?.ResetsAt,
    };

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 4) : null;
}
