using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Ledger;

/// <summary>What a ledger knows for a record of processing, all of one moment.</summary>
/// <param name="Calls">In the order of their names. What is counted of them adds up, in whatever way they are put together.</param>
/// <param name="Requests">Different requests that were answered, or were to be; one may be in several rows of the other counts.</param>
/// <param name="ByEngine">The same by engine and place.</param>
/// <param name="ByRoute">By what the client asked for.</param>
/// <param name="ByKey">By key; the empty name is no key.</param>
/// <param name="ByLabel">By label and place.</param>
/// <param name="People">Different persons that calls name.</param>
/// <param name="Naming">Calls that name somebody.</param>
/// <param name="Erased">Calls that named somebody who was erased.</param>
internal sealed record ProcessingLedger(
    ImmutableArray<ProcessedCalls> Calls, long Requests, IReadOnlyDictionary<(string Engine, string Place, bool Simulated), long> ByEngine, IReadOnlyDictionary<string, long> ByRoute,
    IReadOnlyDictionary<string, long> ByKey, IReadOnlyDictionary<(string Label, string Place), long> ByLabel, long People, long Naming, long Erased)
{
    private const string Window = "FROM attempt WHERE received_at >= $since AND received_at < $until";

    // As a usage report counts them.
    private const string Distinct = "count(DISTINCT CASE WHEN role = 'answer' THEN request_id END)";

    private const string Place = "CASE place WHEN 0 THEN 'local' ELSE 'cloud' END";

    /// <param name="path">The ledger.</param>
    /// <param name="since">Requests from then on; null: from the first.</param>
    /// <param name="until">Requests before then; null: to the last.</param>
    /// <exception cref="LedgerException">It can't be read.</exception>
    public static ProcessingLedger Read(string path, DateTimeOffset? since, DateTimeOffset? until) => LedgerReading.With(path, connection =>
    {
        List<T> Rows<T>(string sql, Func<SqliteDataReader, T> row)
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Built from constants; the caller's values are parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.Parameters.AddWithValue("$since", Micros(since) ?? long.MinValue);
            command.Parameters.AddWithValue("$until", Micros(until) ?? long.MaxValue);
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
            {
                rows.Add(row(reader));
            }

            return rows;
        }

        var people = Rows($"SELECT count(DISTINCT subject), count(subject), coalesce(sum(request_id LIKE 'erased\\_%' ESCAPE '\\'), 0) {Window}", row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2))).Single();
        return new ProcessingLedger(
            [.. Rows(
                $"SELECT engine, {Place}, simulated, model, route, key_id, coalesce(privacy, 'open'), privacy_reason, role, egress_address, count(*), coalesce(sum(egress_bytes), 0), sum(egress_bytes IS NULL), min(received_at), max(received_at), {Outcomes} {Window} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
                ReadCalls)],
            Rows($"SELECT {Distinct} {Window}", row => row.GetInt64(0)).Single(),
            Rows($"SELECT engine, {Place}, simulated, {Distinct} {Window} GROUP BY 1, 2, 3", row => (Key: (row.GetString(0), row.GetString(1), row.GetBoolean(2)), Count: row.GetInt64(3))).ToDictionary(row => row.Key, row => row.Count),
            Rows($"SELECT route, {Distinct} {Window} GROUP BY 1", row => (Key: row.GetString(0), Count: row.GetInt64(1))).ToDictionary(row => row.Key, row => row.Count),
            Rows($"SELECT coalesce(key_id, ''), {Distinct} {Window} GROUP BY 1", row => (Key: row.GetString(0), Count: row.GetInt64(1))).ToDictionary(row => row.Key, row => row.Count),
            Rows($"SELECT coalesce(privacy, 'open'), {Place}, {Distinct} {Window} GROUP BY 1, 2", row => (Key: (row.GetString(0), row.GetString(1)), Count: row.GetInt64(2))).ToDictionary(row => row.Key, row => row.Count),
            people.Item1, people.Item2, people.Item3);
    });

    private static string Outcomes => string.Join(", ", Enumerable.Range(0, ProcessedSums.OutcomeNames.Length).Select(outcome => FormattableString.Invariant($"sum(outcome = {outcome})")));

    private static ProcessedCalls ReadCalls(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetString(3), row.GetString(4), Text(row, 5), row.GetString(6), Text(row, 7), row.GetString(8), Text(row, 9),
        new ProcessedSums(row.GetInt64(10), row.GetInt64(11), row.GetInt64(12), row.GetInt64(13), row.GetInt64(14), [.. Enumerable.Range(15, ProcessedSums.OutcomeNames.Length).Select(row.GetInt64)]));

    private static string? Text(SqliteDataReader row, int i) => row.IsDBNull(i) ? null : row.GetString(i);

    private static long? Micros(DateTimeOffset? moment) => moment is { } at ? (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond : null;
}
