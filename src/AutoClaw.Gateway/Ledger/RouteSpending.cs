using AutoClaw.Core.Model;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Ledger;

/// <summary>What a route's cloud calls have cost, summed from the table of attempts.</summary>
internal static class RouteSpending
{
    /// <summary>
    /// Exact, for answers and their checks; what was under way at a crash at its estimate. Zero where there is no file yet. Copies and
    /// judges are under a budget of their own.
    /// </summary>
    /// <exception cref="LedgerException">The file cannot be read.</exception>
    public static Money Read(string path, string route, DateTimeOffset since)
    {
        if (!File.Exists(path))
        {
            return Money.Zero;
        }

        try
        {
            using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                "SELECT coalesce(sum(cost_pd), 0) FROM attempt WHERE route = $route AND place = $cloud AND role IN ('answer', 'check') AND received_at >= $since";
            command.Parameters.AddWithValue("$route", route);
            command.Parameters.AddWithValue("$cloud", (int)Place.Cloud);
            command.Parameters.AddWithValue("$since", (since.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
            return new Money((long)command.ExecuteScalar()!);
        }
        catch (SqliteException e)
        {
            var error = SqliteError.From(e.SqliteErrorCode, db: null);
            throw new LedgerException(error.Code, $"{path}: {error.Message}", e);
        }
    }
}
