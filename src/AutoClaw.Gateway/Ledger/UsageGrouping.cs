namespace AutoClaw.Gateway.Ledger;

/// <summary>What a usage report has one row for.</summary>
public enum UsageGrouping
{
    Engine,
    Model,
    Route,
    Place,
    Key,
    Day,

    /// <summary>UTC.</summary>
    Hour,
}
