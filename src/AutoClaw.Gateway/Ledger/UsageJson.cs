namespace AutoClaw.Gateway.Ledger;

/// <summary>A usage report as <c>--json</c> prints it: plain names, grouping in lower case. Stable: scripts rely on it.</summary>
internal sealed record UsageJson(
    string By, DateTimeOffset? Since, DateTimeOffset? Until, IReadOnlyList<UsageRow> Rows, UsageSums Total)
{
    /// <summary>The simulated part of <see cref="Total"/>; null where there is none.</summary>
    public UsageSums? Simulated { get; init; }

    public static UsageJson From(UsageReport report) =>
        new(report.Query.By.ToString().ToLowerInvariant(), report.Query.Since, report.Query.Until, report.Rows, report.Total)
        {
            Simulated = report.Simulated,
        };
}
