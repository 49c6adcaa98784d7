namespace AutoClaw.Core.Advisor.Cost;

/// <summary>An architecture's bill at one volume. USD a month where nothing else is named.</summary>
public sealed record CostBreakdown
{
    public required Architecture Architecture { get; init; }

    public required double RequestsPerMonth { get; init; }

    public required double MonthlyUsd { get; init; }

    public required double ApiUsd { get; init; }

    public required double HardwareUsd { get; init; }

    public required double PowerUsd { get; init; }

    public required double LabourUsd { get; init; }

    public required double OtherUsd { get; init; }

    /// <summary>Without the spare ones.</summary>
    public required int ReplicasNeeded { get; init; }

    public required int SpareReplicas { get; init; }

    /// <summary>What the replicas cost to buy; 0 where rented.</summary>
    public required double PurchaseUsd { get; init; }

    /// <summary>Null where nothing is asked.</summary>
    public required double? UsdPerRequest { get; init; }

    /// <summary>By the tokens of the workload, prompt and answer as read; null where nothing is asked.</summary>
    public required double? UsdPerMillionTokens { get; init; }

    /// <summary>Of the tokens: asked of the operator's engines.</summary>
    public required double LocalTokenShare { get; init; }

    /// <summary>Of the tokens: seen by somebody else.</summary>
    public required double LeavingTokenShare { get; init; }

    /// <summary>Share of the replicas' time in which they work, over the month, spare ones included; null where there are none.</summary>
    public required double? MeanUtilisation { get; init; }
}
