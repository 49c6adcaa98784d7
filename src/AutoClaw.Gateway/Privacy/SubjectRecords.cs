using System.Globalization;
using System.Text.Json.Nodes;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Responses;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Privacy;

/// <summary>What files have of one person, read while a gateway may be writing them.</summary>
internal static class SubjectRecords
{
    // The version of a ledger's schema from which on entries say whom they are about.
    private const long NamedSince = 10;

    /// <summary>How much there is. Nothing in a file of an AutoClaw that kept no subjects.</summary>
    /// <exception cref="LedgerException">It can't be read.</exception>
    public static (long Attempts, long Requests, long Labels, long Responses) Count(string path, string subject)
    {
        var (attempts, requests, labels) = LedgerReading.With(path, connection => Names(connection)
            ? (Long(connection, "SELECT count(*) FROM attempt WHERE subject = $subject", subject),
                Long(connection, "SELECT count(DISTINCT request_id) FROM attempt WHERE subject = $subject", subject),
                Long(connection, "SELECT count(*) FROM label WHERE subject = $subject", subject))
            : (0, 0, 0));
        return (attempts, requests, labels, Answers(path, connection => Long(connection, "SELECT count(*) FROM response WHERE subject = $subject", subject)));
    }

    /// <summary>At least one entry says whom it is about.</summary>
    /// <exception cref="LedgerException">It can't be read.</exception>
    public static bool HasAny(string path) =>
        LedgerReading.With(path, connection => Names(connection) && LedgerReading.Long(connection, "SELECT EXISTS (SELECT 1 FROM attempt INDEXED BY attempt_identity WHERE subject IS NOT NULL)") == 1);

    /// <summary>The ids of their requests.</summary>
    /// <exception cref="LedgerException">It can't be read.</exception>
    public static HashSet<string> RequestIds(string path, string subject) => LedgerReading.With(path, connection =>
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (Names(connection))
        {
            using var command = Command(connection, "SELECT request_id FROM attempt WHERE subject = $subject UNION SELECT request_id FROM label WHERE subject = $subject", subject);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                ids.Add(reader.GetString(0));
            }
        }

        return ids;
    });

    /// <summary>All that is kept: entries as an export has them, labels and answers with their texts.</summary>
    /// <exception cref="LedgerException">It can't be read.</exception>
    public static (JsonArray Attempts, JsonArray Labels, JsonArray Responses) Read(string path, string subject)
    {
        var columns = string.Join(", ", ExportColumn.All.Select(column => $"{column.Sql} AS {column.Name}"));
        var (attempts, labels) = LedgerReading.With(path, connection => Names(connection)
            ? (InUnits(Rows(connection, $"SELECT {columns} FROM attempt WHERE subject = $subject ORDER BY attempt.received_at, id", subject)),
                Rows(connection, "SELECT request_id, judge, strftime('%Y-%m-%dT%H:%M:%fZ', labelled_at / 1e6, 'unixepoch') AS labelled_at, route, local_engine, cloud_engine, local_score, cloud_score, comment, score, length(features) AS feature_bytes, text FROM label WHERE subject = $subject ORDER BY labelled_at", subject))
            : ([], []));
        return (attempts, labels, Answers<JsonArray>(path, connection =>
            Rows(connection, "SELECT id, strftime('%Y-%m-%dT%H:%M:%fZ', used_at / 1e6, 'unixepoch') AS used_at, CAST(items AS TEXT) AS request, CAST(response AS TEXT) AS response FROM response JOIN content USING (number) WHERE subject = $subject ORDER BY used_at", subject)) ?? []);
    }

    // As an export has them: dollars and moments.
    private static JsonArray InUnits(JsonArray rows)
    {
        foreach (var row in rows.Select(row => row!.AsObject()))
        {
            foreach (var column in ExportColumn.All.Where(column => column.Kind is ExportKind.Money or ExportKind.Time && row[column.Name] is not null))
            {
                var value = (long)row[column.Name]!;
                row[column.Name] = column.Kind == ExportKind.Money
                    ? JsonValue.Create(value / 1_000_000_000_000m)
                    : JsonValue.Create(DateTimeOffset.UnixEpoch.AddMicroseconds(value).ToString("O", CultureInfo.InvariantCulture));
            }
        }

        return rows;
    }

    private static bool Names(SqliteConnection connection) => LedgerReading.Long(connection, "PRAGMA user_version") >= NamedSince;

    private static T? Answers<T>(string ledger, Func<SqliteConnection, T> read)
    {
        var path = ResponseStore.PathBeside(ledger);
        if (!File.Exists(path))
        {
            return default;
        }

        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 30 }.ToString());
            connection.Open();
            return LedgerReading.Long(connection, "SELECT count(*) FROM pragma_table_info('response') WHERE name = 'subject'") == 1 ? read(connection) : default;
        }
        catch (SqliteException error)
        {
            var known = SqliteError.From(error.SqliteErrorCode, db: null);
            throw new LedgerException(known.Code, $"{path}: {known.Message}", error);
        }
    }

    private static JsonArray Rows(SqliteConnection connection, string sql, string subject)
    {
        using var command = Command(connection, sql, subject);
        using var reader = command.ExecuteReader();
        var rows = new JsonArray();
        while (reader.Read())
        {
            var row = new JsonObject();
            for (var i = 0; i < reader.FieldCount; i++)
            {
                row[reader.GetName(i)] = reader.GetValue(i) switch
                {
                    string text => text,
                    long whole => whole,
                    double real => real,
                    _ => null,
                };
            }

            rows.Add((JsonNode)row);
        }

        return rows;
    }

    private static long Long(SqliteConnection connection, string sql, string subject)
    {
        using var command = Command(connection, sql, subject);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, string subject)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Built from constants; the caller's value is a parameter.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$subject", subject);
        return command;
    }
}
