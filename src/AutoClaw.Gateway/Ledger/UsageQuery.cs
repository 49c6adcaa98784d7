namespace AutoClaw.Gateway.Ledger;

/// <summary>Which attempts a report counts.</summary>
/// <param name="By">What it has one row for.</param>
/// <param name="Since">Requests received at this time or later; null: from the first.</param>
/// <param name="Until">Requests received before this time; null: to the last.</param>
public sealed record UsageQuery(UsageGrouping By, DateTimeOffset? Since = null, DateTimeOffset? Until = null)
{
    /// <summary>Reads every entry and no roll-up: the same figures, later. For whoever wants to check one by the other.</summary>
    public bool Entries { get; init; }
}
