using System.Globalization;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Responses;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Privacy;

/// <summary>What files have of those who are meant, read while a gateway may be writing them: what erasing takes, told by one rule for all who ask.</summary>
internal static class SubjectRecords
{
    // The version of a ledger's schema from which on entries say whom they are about.
    private const long NamedSince = 10;

    // From which on there are labels.
    private const long LabelsSince = 4;

    /// <summary>How much there is. No person's in a file of an AutoClaw that kept no subjects.</summary>
    /// <exception cref="LedgerException">It can't be read.</exception>
    public static (long Attempts, long Requests, long Labels, long Responses) Count(string path, IdentitySelection who)
    {
        var (attempts, requests, labels) = LedgerReading.With(path, connection => (
            Long(connection, $"SELECT count(*) FROM {Attempts(connection, who)}", who),
            Long(connection, $"SELECT count(DISTINCT request_id) FROM {Attempts(connection, who)}", who),
            Long(connection, $"SELECT count(*) FROM {Labels(connection, who)}", who)));
        return (attempts, requests, labels, Answers(path, (connection, source) => Long(connection, $"SELECT count(*) FROM {source}", who), who));
    }

    /// <summary>At least one entry says whom it is about.</summary>
    /// <exception cref="LedgerException">It can't be read.</exception>
    public static bool HasAny(string path) =>
        LedgerReading.With(path, connection => Names(connection) && LedgerReading.Long(connection, "SELECT EXISTS (SELECT 1 FROM attempt INDEXED BY attempt_identity WHERE subject IS NOT NULL)") == 1);

    /// <summary>The ids of their requests that stand in no file once they are erased.</summary>
    /// <exception cref="LedgerException">It can't be read.</exception>
    public static HashSet<string> RequestIds(string path, IdentitySelection who) => LedgerReading.With(path, connection =>
    {
        // A label may be all that is left of a person's request. By age, one goes that is about nobody, whose entry stays as it is.
        var more = who.Subject is null
            ? "EXCEPT SELECT request_id FROM attempt WHERE received_at >= $before OR subject IS NULL"
            : $"UNION SELECT request_id FROM {Labels(connection, who)}";
        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (Names(connection))
        {
            using var command = Command(connection, $"SELECT request_id FROM {Attempts(connection, who)} {more}", who);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                ids.Add(reader.GetString(0));
            }
        }

        return ids;
    });

    /// <summary>The file is of an AutoClaw that keeps whom requests are about.</summary>
    internal static bool Names(SqliteConnection connection) => LedgerReading.Long(connection, "PRAGMA user_version") >= NamedSince;

    /// <summary>Their entries, as what follows <c>FROM</c>.</summary>
    internal static string Attempts(SqliteConnection connection, IdentitySelection who) =>
        !Names(connection) ? "attempt WHERE 0"
        : who.Subject is null ? "attempt INDEXED BY attempt_identity WHERE subject IS NOT NULL AND received_at < $before"
        : "attempt WHERE subject = $subject";

    /// <summary>Their labels: those that say so, and those of their requests.</summary>
    internal static string Labels(SqliteConnection connection, IdentitySelection who) =>
        Names(connection) ? $"label WHERE {(who.Subject is null ? "labelled_at < $before" : "subject = $subject")} OR request_id IN (SELECT request_id FROM {Attempts(connection, who)})"
        : who.Subject is null && LedgerReading.Long(connection, "PRAGMA user_version") >= LabelsSince ? "label WHERE labelled_at < $before"
        : "(SELECT 1) WHERE 0";

    /// <summary>Reads the kept answers that lie beside a ledger.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="read">Gets the connection, and what follows <c>FROM</c>.</param>
    /// <param name="who">Whose.</param>
    /// <returns>The default where there is no such file.</returns>
    /// <exception cref="LedgerException">It can't be read.</exception>
    internal static T? Answers<T>(string ledger, Func<SqliteConnection, string, T> read, IdentitySelection who)
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
            return who.Subject is null ? read(connection, "response WHERE used_at < $before")
                : LedgerReading.Long(connection, "SELECT count(*) FROM pragma_table_info('response') WHERE name = 'subject'") == 1 ? read(connection, "response WHERE " + ResponseFile.Related)
                : default;
        }
        catch (SqliteException error)
        {
            var known = SqliteError.From(error.SqliteErrorCode, db: null);
            throw new LedgerException(known.Code, $"{path}: {known.Message}", error);
        }
    }

    internal static SqliteCommand Command(SqliteConnection connection, string sql, IdentitySelection who)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Built from constants; the caller's values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$subject", (object?)who.Subject ?? DBNull.Value);
        command.Parameters.AddWithValue("$before", who.BeforeMicros);
        return command;
    }

    private static long Long(SqliteConnection connection, string sql, IdentitySelection who)
    {
        using var command = Command(connection, sql, who);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
