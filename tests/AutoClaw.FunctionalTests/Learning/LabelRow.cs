using Microsoft.Data.Sqlite;

namespace AutoClaw.FunctionalTests.Learning;

/// <summary>One label, read from the ledger's file as any other program would read it.</summary>
internal sealed record LabelRow(
    string RequestId, string Judge, string? KeyId, string Route, string? LocalEngine, string? CloudEngine, double? LocalScore, double? CloudScore,
    string? Comment, double Propensity, byte[] Features, string? Text)
{
    public static IReadOnlyList<LabelRow> ReadAll(string path)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT request_id, judge, key_id, route, local_engine, cloud_engine, local_score, cloud_score, comment, propensity, features, text FROM label ORDER BY request_id, judge";
        using var reader = command.ExecuteReader();
        var rows = new List<LabelRow>();
        while (reader.Read())
        {
            rows.Add(new LabelRow(
                reader.GetString(0), reader.GetString(1), Text(2), reader.GetString(3), Text(4), Text(5), Number(6), Number(7), Text(8),
                reader.GetDouble(9), reader.GetFieldValue<byte[]>(10), Text(11)));
        }

        return rows;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

        double? Number(int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);
    }
}
