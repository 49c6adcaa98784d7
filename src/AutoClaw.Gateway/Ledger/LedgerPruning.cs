using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Ledger;

/// <summary>Takes old entries out of a ledger, in pieces between which a gateway goes on writing.</summary>
public static class LedgerPruning
{
    // A few milliseconds each: a request's entry waits for no longer.
    private const int Piece = 5_000;

    /// <summary>How many attempts are from before <paramref name="before"/>.</summary>
    /// <exception cref="LedgerException">It can't be read.</exception>
    public static long Count(string path, DateTimeOffset before) =>
        LedgerReading.With(path, connection => Long(connection, "SELECT count(*) FROM attempt WHERE received_at < $before", before));

    /// <summary>The highest id of an attempt from before <paramref name="before"/>; 0 where there is none.</summary>
    /// <exception cref="LedgerException">It can't be read.</exception>
    public static long LastId(string path, DateTimeOffset before) =>
        LedgerReading.With(path, connection => Long(connection, "SELECT coalesce(max(id), 0) FROM attempt WHERE received_at < $before", before));

    /// <summary>Removes attempts from before <paramref name="before"/>, and labels of requests that are as old. What they held is overwritten.</summary>
    /// <returns>Attempts removed.</returns>
    /// <exception cref="LedgerException">It can't be written; what was removed by then stays removed.</exception>
    public static long Run(string path, DateTimeOffset before) => LedgerReading.Open(path, SqliteOpenMode.ReadWrite, connection =>
    {
        // Nothing of it is left in free pages.
        Execute(connection, "PRAGMA secure_delete = ON", null);
        var rolled = LedgerReading.Long(connection, "PRAGMA user_version") >= UsageWindow.RolledSince;
        if (rolled)
        {
            Unroll(connection, before);
        }

        var removed = 0L;
        int count;
        do
        {
            count = Execute(connection, string.Create(CultureInfo.InvariantCulture, $"DELETE FROM attempt WHERE id IN (SELECT id FROM attempt WHERE received_at < $before LIMIT {Piece})"), before);
            removed += count;
        }
        while (count > 0);

        if (rolled)
        {
            Execute(connection, "DELETE FROM usage_late WHERE id NOT IN (SELECT id FROM attempt)", null);
        }

        Execute(connection, "DELETE FROM label WHERE labelled_at < $before", before);
        Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)", null);
        return removed;
    });

    // First of all and at once: from here on these hours are read entry by entry, so that a report is right at every moment.
    private static void Unroll(SqliteConnection connection, DateTimeOffset before)
    {
        using var transaction = connection.BeginTransaction();
        Execute(
            connection,
            string.Create(CultureInfo.InvariantCulture, $"UPDATE usage_rolled SET from_at = max(from_at, (min($before, coalesce((SELECT max(received_at) FROM attempt), 0) + 1) + {UsageWindow.Hour - 1}) / {UsageWindow.Hour} * {UsageWindow.Hour})"),
            before);
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"DELETE FROM usage_sum WHERE begins < (SELECT from_at / {UsageWindow.Hour} FROM usage_rolled)"), null);
        transaction.Commit();
    }

    private static int Execute(SqliteConnection connection, string sql, DateTimeOffset? before)
    {
        using var command = Command(connection, sql, before);
        return command.ExecuteNonQuery();
    }

    private static long Long(SqliteConnection connection, string sql, DateTimeOffset before)
    {
        using var command = Command(connection, sql, before);
        return (long)command.ExecuteScalar()!;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, DateTimeOffset? before)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        if (before is { } moment)
        {
            command.Parameters.AddWithValue("$before", (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        }

        return command;
    }
}
