using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Ledger;

/// <summary>What a look at all of a ledger found.</summary>
/// <param name="Attempts">Settled entries.</param>
/// <param name="OpenReservations">Rows of reservations, each of one group: calls under way, or what a dead process left for the next start.</param>
/// <param name="Problems">For people; empty where all is well.</param>
public sealed record LedgerInspection(long Attempts, long OpenReservations, ImmutableArray<string> Problems)
{
    // More is no news: whoever has so many restores a backup.
    private const int MostProblems = 20;

    // Each finds entries that no gateway writes.
    private static readonly (string Name, string Sql)[] Rules =
    [
        ("entries with negative tokens or cost", "input_tokens < 0 OR output_tokens < 0 OR cost_pd < 0 OR counterfactual_pd < 0"),
        ("entries with more cached than prompt tokens", "cached_tokens > input_tokens"),
        ("entries with more reasoning than output tokens", "reasoning_tokens > output_tokens"),
        ("entries whose end is before their beginning", "done_us < sent_us"),
        ("completed entries with an error code", "outcome = 1 AND error_code IS NOT NULL"),
        ("failed entries without an error code", "outcome IN (2, 3, 5) AND error_code IS NULL"),
    ];

    /// <summary>Reads from a consistent snapshot, also while a gateway writes.</summary>
    /// <exception cref="LedgerException">It can't be read, is no ledger, or a newer AutoClaw wrote it.</exception>
    public static LedgerInspection Run(string path) => LedgerReading.With(path, connection =>
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var line in Lines(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA integrity_check({MostProblems})")))
        {
            if (line != "ok")
            {
                problems.Add($"The file is damaged: {line}");
            }
        }

        foreach (var (name, sql) in Rules)
        {
            if (LedgerReading.Long(connection, $"SELECT count(*) FROM attempt WHERE {sql}") is > 0 and var count)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {name}"));
            }
        }

        if (LedgerReading.Long(connection, "SELECT count(*) FROM (SELECT 1 FROM attempt GROUP BY request_id, number HAVING count(*) > 1)") is > 0 and var twice)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{twice} attempts are there more than once"));
        }

        if (LinesOf(connection, entries: false) is var rolled && LinesOf(connection, entries: true) is var read && (rolled.Total != read.Total || !rolled.Rows.SequenceEqual(read.Rows)))
        {
            problems.Add("The sums of autoclaw usage are not those of the entries: another program has changed entries");
        }

        return new LedgerInspection(
            LedgerReading.Long(connection, "SELECT count(*) FROM attempt"), LedgerReading.Long(connection, "SELECT count(*) FROM reservation"), problems.ToImmutable());
    });

    private static UsageLines LinesOf(SqliteConnection connection, bool entries)
    {
        var lines = new UsageLines();
        var sql = new UsageSql(connection, UsageGrouping.Day, UsageWindow.Of(connection, new UsageQuery(UsageGrouping.Day) { Entries = entries }));
        sql.AddRolled(lines);
        sql.AddEntries(lines);
        return lines;
    }

    private static List<string> Lines(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
