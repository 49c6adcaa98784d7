using System.Collections.Immutable;
using System.Globalization;

namespace AutoClaw.Gateway.Ledger;

/// <summary>Where requests went, by their label, and what left the house with them.</summary>
/// <param name="Rows">A row for each label, place and address.</param>
/// <param name="Violations">Calls that were where their label forbids, or of which bytes left although they had to stay.</param>
public sealed record EgressReport(ImmutableArray<EgressRow> Rows, ImmutableArray<EgressViolation> Violations)
{
    // What may not have left: anything of a request that had to stay home, wherever the ledger says it was answered.
    private const string Forbidden = "instr(coalesce(privacy, ''), 'local_only') > 0 AND (place <> 0 OR coalesce(egress_bytes, 1) <> 0)";

    private const int MostViolations = 1000;

    /// <param name="path">The ledger.</param>
    /// <param name="since">Requests from then on; null: from the first.</param>
    /// <param name="until">Requests before then; null: to the last.</param>
    /// <exception cref="LedgerException">It can't be read.</exception>
    public static EgressReport Read(string path, DateTimeOffset? since, DateTimeOffset? until) => LedgerReading.With(path, connection =>
    {
        var rows = ImmutableArray.CreateBuilder<EgressRow>();
        var violations = ImmutableArray.CreateBuilder<EgressViolation>();
        using var command = connection.CreateCommand();
        command.Parameters.AddWithValue("$since", Micros(since) ?? long.MinValue);
        command.Parameters.AddWithValue("$until", Micros(until) ?? long.MaxValue);
        command.CommandText = """
            SELECT coalesce(privacy, 'open'), place, egress_address, count(DISTINCT request_id), count(*), sum(egress_bytes), sum(egress_bytes IS NULL)
            FROM attempt WHERE received_at >= $since AND received_at < $until
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """;
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                rows.Add(new EgressRow(
                    reader.GetString(0), reader.GetInt32(1) == 0 ? "local" : "cloud", reader.IsDBNull(2) ? null : reader.GetString(2),
                    reader.GetInt64(3), reader.GetInt64(4), reader.IsDBNull(5) ? 0 : reader.GetInt64(5), reader.GetInt64(6)));
            }
        }

        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            SELECT request_id, number, engine, privacy, egress_bytes, egress_address FROM attempt
            WHERE received_at >= $since AND received_at < $until AND {Forbidden} ORDER BY id LIMIT {MostViolations}
            """);
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                violations.Add(new EgressViolation(
                    reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetInt64(4), reader.IsDBNull(5) ? null : reader.GetString(5)));
            }
        }

        return new EgressReport(rows.ToImmutable(), violations.ToImmutable());
    });

    private static long? Micros(DateTimeOffset? moment) => moment is { } at ? (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond : null;
}
