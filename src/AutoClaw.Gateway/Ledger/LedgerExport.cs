using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Ledger;

/// <summary>Reads a ledger's attempts row by row, in one snapshot, also while a gateway writes.</summary>
public static class LedgerExport
{
    /// <param name="path">The ledger's file.</param>
    /// <param name="since">Requests from then on; null: from the first.</param>
    /// <param name="until">Requests before then; null: to the last.</param>
    /// <param name="row">Gets each row's values in the order of <see cref="ExportColumn.All"/>: string, long, double or null. The array is used again.</param>
    /// <returns>How many rows there were.</returns>
    /// <exception cref="LedgerException">It can't be read, is no ledger, or a newer AutoClaw wrote it.</exception>
    public static long Read(string path, DateTimeOffset? since, DateTimeOffset? until, Action<object?[]> row) => LedgerReading.With(path, connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", ExportColumn.All.Select(column => column.Sql))} FROM attempt WHERE received_at >= $since AND received_at < $until ORDER BY received_at, id";
        command.Parameters.AddWithValue("$since", since is { } from ? Micros(from) : long.MinValue);
        command.Parameters.AddWithValue("$until", until is { } to ? Micros(to) : long.MaxValue);
        using var reader = command.ExecuteReader();
        var values = new object?[ExportColumn.All.Length];
        var count = 0L;
        for (; reader.Read(); count++)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = reader.IsDBNull(i) ? null : Value(reader, i);
            }

            row(values);
        }

        return count;
    });

    // A whole number that stands in a column of real ones is one of them.
    private static object Value(SqliteDataReader reader, int i) => ExportColumn.All[i].Kind switch
    {
        ExportKind.Text => reader.GetString(i),
        ExportKind.Real => reader.GetDouble(i),
        _ => reader.GetInt64(i),
    };

    private static long Micros(DateTimeOffset moment) => (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
