using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Soak;

/// <summary>Looks into the ledger of the gateway that is loaded.</summary>
internal sealed class SoakLedger(string path)
{
    public long Count(string table) => (long)Read($"SELECT count(*) FROM {table}")[0][0];

    /// <summary>Attempts that took longer than <paramref name="seconds"/>, with what was when.</summary>
    public IEnumerable<string> Slow(int seconds) => Read(string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT request_id, number, operation, streamed, engine, outcome, error_code, sent_us, first_byte_us, first_content_us, last_content_us, done_us FROM attempt WHERE done_us > {seconds}000000 LIMIT 20"))
        .Select(row => string.Join(' ', row.Select(value => value is DBNull ? "-" : string.Create(CultureInfo.InvariantCulture, $"{value}"))));

    private List<object[]> Read(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
        }

        return rows;
    }
}
