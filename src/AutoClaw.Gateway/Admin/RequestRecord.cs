using System.Globalization;
using AutoClaw.Gateway.Ledger;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Admin;

/// <summary>What the ledger has of one request: every call that was made for it, and why. No text of it.</summary>
/// <param name="Id">The request's, as in <c>x-autoclaw-request-id</c>.</param>
/// <param name="Attempts">In the order in which they were made.</param>
internal sealed record RequestRecord(string Id, IReadOnlyList<AttemptRecord> Attempts)
{
    // A request id begins with the time at which it came, to the millisecond.
    private const int TimeAt = 4, TimeDigits = 11, IdLength = 23;

    private const int MostAttempts = 100;

    /// <summary>Null where there is none. Found by the index of that time, so that the size of the ledger does not matter.</summary>
    public static RequestRecord? Read(string path, string id)
    {
        if (id.Length != IdLength || !id.StartsWith("req_", StringComparison.Ordinal)
            || !long.TryParse(id.AsSpan(TimeAt, TimeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return null;
        }

        var attempts = LedgerReading.With(path, connection => Find(connection, id, milliseconds * 1000));
        return attempts.Count == 0 ? null : new RequestRecord(id, attempts);
    }

    private static List<AttemptRecord> Find(SqliteConnection connection, string id, long receivedMicros)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM attempt WHERE received_at BETWEEN $from AND $to AND request_id = $id ORDER BY number LIMIT $most";
        command.Parameters.AddWithValue("$from", receivedMicros);
        command.Parameters.AddWithValue("$to", receivedMicros + 999);
        command.Parameters.AddWithValue("$id", id);
        command.Parameters.AddWithValue("$most", MostAttempts);
        using var reader = command.ExecuteReader();
        var attempts = new List<AttemptRecord>();
        while (reader.Read())
        {
            attempts.Add(AttemptRecord.Of(reader));
        }

        return attempts;
    }
}
