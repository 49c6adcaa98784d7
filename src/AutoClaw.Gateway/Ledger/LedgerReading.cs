using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Ledger;

/// <summary>A ledger that somebody else may be writing to, opened for one job.</summary>
internal static class LedgerReading
{
    // Another process's commit is short; a prune may wait for many of them.
    private const int BusySeconds = 30;

    /// <summary>Runs <paramref name="read"/> on a read-only connection, in one snapshot.</summary>
    /// <exception cref="LedgerException">It can't be read, is no ledger, or a newer AutoClaw wrote it.</exception>
    public static T With<T>(string path, Func<SqliteConnection, T> read) => Open(path, SqliteOpenMode.ReadOnly, connection =>
    {
        using var snapshot = connection.BeginTransaction(deferred: true);
        return read(connection);
    });

    /// <inheritdoc cref="With"/>
    public static T Open<T>(string path, SqliteOpenMode mode, Func<SqliteConnection, T> action)
    {
        try
        {
            using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = BusySeconds }.ToString());
            connection.Open();
            LedgerSchema.Check(connection, path);
            return action(connection);
        }
        catch (SqliteException error)
        {
            var known = SqliteError.From(error.SqliteErrorCode, db: null);
            throw new LedgerException(known.Code, $"{path}: {known.Message}", error);
        }
    }

    public static long Long(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long value ? value : 0;
    }
}
