namespace AutoClaw.Gateway.Options;

/// <summary>Copies a share of a route's requests to an engine of the other place, to learn which of the two would have done.</summary>
public sealed record ShadowOptions
{
    /// <summary>Share of the requests, 0 to 1; 0: none.</summary>
    public double Share { get; init; }

    public ShadowBudgetOptions Budget { get; init; } = new(0);

    public JudgeOptions Judge { get; init; } = JudgeOptions.Exact;
}
