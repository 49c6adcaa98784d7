using System.Globalization;
using AutoClaw.Core.Model;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Ledger;

/// <summary>The report's queries: over roll-ups, and over the entries that are in none.</summary>
internal sealed class UsageSql(SqliteConnection connection, UsageGrouping by, UsageWindow window)
{
    // Those before and after the whole hours, those that came after the last roll-up, and those that came late to it.
    // 'again': a request of this one may be counted already.
    private const string NotRolled = """
        (SELECT *, 0 AS again FROM attempt INDEXED BY attempt_received WHERE received_at >= $since AND received_at < $from
        UNION ALL SELECT *, 0 FROM attempt INDEXED BY attempt_received WHERE received_at >= $to AND received_at < $until
        UNION ALL SELECT *, number > 1 FROM attempt NOT INDEXED WHERE id > $through AND received_at >= $from AND received_at < $to
        UNION ALL SELECT attempt.*, 1 FROM usage_late CROSS JOIN attempt USING (id) WHERE received_at >= $from AND received_at < $to)
        """;

    private const string AllThere = "(SELECT *, 0 AS again FROM attempt WHERE received_at >= $since AND received_at < $until)";

    // A file that no gateway has brought up to date has no roles: all its attempts were to answer.
    private const string WithoutRoles = "(SELECT *, 'answer' AS role, 0 AS again FROM attempt WHERE received_at >= $since AND received_at < $until)";

    private const string Rolled = """
        (SELECT 1 AS h, $hour_from AS f, $day_from AS t UNION ALL SELECT 24, $day_from, $day_to UNION ALL SELECT 1, $day_to, $hour_to)
        CROSS JOIN usage_sum ON hours = h AND begins >= f AND begins < t
        """;

    private const string RolledHours = "usage_sum WHERE hours = 1 AND begins >= $hour_from AND begins < $hour_to";

    private bool ByTime => by is UsageGrouping.Day or UsageGrouping.Hour;

    /// <summary>Adds what is rolled up.</summary>
    public void AddRolled(UsageLines lines)
    {
        if (window.Through is null)
        {
            return;
        }

        var name = by switch
        {
            UsageGrouping.Key => "key",
            UsageGrouping.Day => "strftime('%Y-%m-%d', begins * 3600, 'unixepoch')",
            UsageGrouping.Hour => "strftime('%Y-%m-%dT%H', begins * 3600, 'unixepoch')",
            _ => NameSql(by),
        };
        var requests = ByTime ? "requests_alike" : $"requests_{Column(by)}";
        using var command = Command($"SELECT {name}, simulated, sum({requests}), sum(requests), sum(requests_alike), {UsageMeasures.OverSums} FROM {(by == UsageGrouping.Hour ? RolledHours : Rolled)} GROUP BY 1, 2");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var simulated = reader.GetBoolean(1);
            lines.Add(reader.GetString(0), simulated, reader.GetInt64(2), reader, first: 5);
            lines.Requests += reader.GetInt64(3);
            lines.SimulatedRequests += simulated ? reader.GetInt64(4) : 0;
        }
    }

    /// <summary>Adds what is not.</summary>
    public void AddEntries(UsageLines lines)
    {
        var source = Source();
        var same = ByTime ? "" : $"AND s.{ColumnOfAttempt(by)} IS a.{ColumnOfAttempt(by)}";
        using (var command = Command($"SELECT {NameSql(by)}, simulated, {Requests($"AND s.simulated = a.simulated {same}")}, {UsageMeasures.OverAttempts} FROM {source} a GROUP BY 1, 2"))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                lines.Add(reader.GetString(0), reader.GetBoolean(1), reader.GetInt64(2), reader, first: 3);
            }
        }

        lines.Requests += One($"SELECT {Requests("")} FROM {source} a");
        if (lines.HasSimulated)
        {
            lines.SimulatedRequests += One($"SELECT {Requests("AND s.simulated = 1")} FROM {source} a WHERE simulated = 1");
        }
    }

    /// <summary>Requests of these entries that no roll-up has counted in the same place.</summary>
    private string Requests(string same) => window.Through is null
        ? "count(DISTINCT CASE WHEN role = 'answer' THEN request_id END)"
        : $"""
          count(DISTINCT CASE WHEN role = 'answer' AND (NOT again OR NOT EXISTS (
              SELECT 1 FROM attempt s INDEXED BY attempt_received
              WHERE s.received_at = a.received_at AND s.request_id = a.request_id AND s.role = 'answer' AND s.id <= $through
                AND s.id NOT IN (SELECT id FROM usage_late) {same})) THEN request_id END)
          """;

    private string Source() => window.Through is not null ? NotRolled
        : LedgerReading.Long(connection, "SELECT count(*) FROM pragma_table_info('attempt') WHERE name = 'role'") == 1 ? AllThere
        : WithoutRoles;

    private long One(string sql)
    {
        using var command = Command(sql);
        return (long)command.ExecuteScalar()!;
    }

    private SqliteCommand Command(string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Built from constants; the caller's values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in new (string, long)[]
        {
            ("$since", window.Since), ("$from", window.From), ("$to", window.To), ("$until", window.Until), ("$through", window.Through ?? 0),
            ("$hour_from", window.HourFrom), ("$day_from", window.DayFrom), ("$day_to", window.DayTo), ("$hour_to", window.HourTo),
        })
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private static string NameSql(UsageGrouping by) => by switch
    {
        UsageGrouping.Place => string.Create(CultureInfo.InvariantCulture, $"CASE place WHEN {(int)Place.Local} THEN 'local' ELSE 'cloud' END"),
        UsageGrouping.Key => "coalesce(key_id, '(none)')",
        UsageGrouping.Day => "strftime('%Y-%m-%d', received_at / 1000000, 'unixepoch')",
        UsageGrouping.Hour => "strftime('%Y-%m-%dT%H', received_at / 1000000, 'unixepoch')",
        _ => Column(by),
    };

    private static string ColumnOfAttempt(UsageGrouping by) => by == UsageGrouping.Key ? "key_id" : Column(by);

    private static string Column(UsageGrouping by) => by switch
    {
        UsageGrouping.Engine => "engine",
        UsageGrouping.Model => "model",
        UsageGrouping.Route => "route",
        UsageGrouping.Place => "place",
        UsageGrouping.Key => "key",
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, null),
    };
}
