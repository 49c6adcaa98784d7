using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AutoClaw.Gateway.Ledger;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Audit;

/// <summary>
/// What the ledger says of where calls went, as one hash over a range of entries: kept in the audit log, it shows whether an entry was changed
/// afterwards. Only columns that stay when a person's traces are erased are in it.
/// </summary>
/// <param name="After">The range begins after this entry's id.</param>
/// <param name="Through">And ends with this one.</param>
/// <param name="Attempts">Entries in it.</param>
/// <param name="Labelled">Those of requests that might not go anywhere.</param>
/// <param name="EgressBytes">Bytes that left, as far as they were counted.</param>
/// <param name="Sha256">Of the entries' columns, in hex.</param>
internal sealed record LedgerDigest(long After, long Through, long Attempts, long Labelled, long EgressBytes, string Sha256)
{
    private const string Columns = "id, received_at, role, route, engine, place, model, reason, outcome, privacy, privacy_reason, egress_bytes, egress_address";

    /// <summary>Entries past <paramref name="after"/> that no call under way can come before; at most <paramref name="most"/>.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="LedgerException">The ledger can't be read.</exception>
    public static LedgerDigest? Next(string ledger, long after, long most) => LedgerReading.With(ledger, connection =>
    {
        var open = LedgerReading.Long(connection, "SELECT coalesce(min(first_id), 9223372036854775807) FROM reservation");
        var through = LedgerReading.Long(connection, string.Create(
            CultureInfo.InvariantCulture, $"SELECT coalesce(max(id), 0) FROM (SELECT id FROM attempt WHERE id > {after} AND id < {open} ORDER BY id LIMIT {most})"));
        return through > after ? Of(connection, after, through) : null;
    });

    /// <summary>Of the entries that are there now.</summary>
    /// <exception cref="LedgerException">The ledger can't be read.</exception>
    public static LedgerDigest Of(string ledger, long after, long through) => LedgerReading.With(ledger, connection => Of(connection, after, through));

    private static LedgerDigest Of(SqliteConnection connection, long after, long through)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {Columns} FROM attempt WHERE id > $after AND id <= $through ORDER BY id";
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$through", through);
        using var reader = command.ExecuteReader();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (attempts, labelled, egress) = (0L, 0L, 0L);
        var row = new StringBuilder();
        while (reader.Read())
        {
            attempts++;
            labelled += reader.IsDBNull(9) ? 0 : 1;
            egress += reader.IsDBNull(11) ? 0 : reader.GetInt64(11);
            row.Clear();
            for (var i = 0; i < reader.FieldCount; i++)
            {
                // Lengths, so that no two rows are written alike.
                var text = reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!;
                row.Append(CultureInfo.InvariantCulture, $"{text?.Length ?? -1}:{text};");
            }

            hash.AppendData(Encoding.UTF8.GetBytes(row.ToString()));
        }

        return new LedgerDigest(after, through, attempts, labelled, egress, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
