using System.Collections.Immutable;

namespace AutoClaw.Gateway.Ledger;

/// <summary>What was asked of which engine and what it cost, read from a ledger while the gateway may be writing to it.</summary>
/// <param name="Query">What was counted.</param>
/// <param name="Rows">Sorted by name; a simulated engine has a row of its own, never summed with a real one.</param>
/// <param name="Total">All rows together; a request in several rows counts once.</param>
/// <param name="Simulated">The simulated part of <paramref name="Total"/>; null where there is none.</param>
public sealed record UsageReport(UsageQuery Query, ImmutableArray<UsageRow> Rows, UsageSums Total, UsageSums? Simulated)
{
    /// <summary>Reads from a consistent snapshot of the file, on a read-only connection.</summary>
    /// <returns>Null where the file does not exist yet.</returns>
    /// <exception cref="LedgerException">It cannot be read, is no ledger, or a newer AutoClaw wrote it.</exception>
    public static UsageReport? Read(string path, UsageQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!File.Exists(path))
        {
            return null;
        }

        // One transaction: rows and totals must see the same attempts.
        return LedgerReading.With(path, connection =>
        {
            var lines = new UsageLines();
            var sql = new UsageSql(connection, query.By, UsageWindow.Of(connection, query));
            sql.AddRolled(lines);
            sql.AddEntries(lines);
            return new UsageReport(query, lines.Rows, lines.Total, lines.Simulated);
        });
    }
}
