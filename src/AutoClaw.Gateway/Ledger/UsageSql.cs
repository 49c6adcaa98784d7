using System.Collections.Immutable;
using System.Globalization;
using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// The report's queries. Every sum is taken in two halves (the bits above the 30th, and the 30 below) and put together as decimals:
/// SQLite's own sum of 64-bit integers fails once the total leaves 64 bits, which at picodollars is nine million dollars.
/// </summary>
internal static class UsageSql
{
    private const string Window = "WHERE ($since IS NULL OR received_at >= $since) AND ($until IS NULL OR received_at < $until)";

    // All-cloud would have answered once: what failed before an answer (outcome 2, as stored), was replaced (6) or was no answer is
    // none of its calls.
    private const string Answered = "(role = 'answer' AND outcome NOT IN (2, 6))";

    private static readonly string SumsSql = string.Join(
        ", ",
        "count(DISTINCT CASE WHEN role = 'answer' THEN request_id END), count(*)",
        Count("outcome IN (2, 3)"),
        Count("outcome = 4"),
        Count("outcome = 0"),
        Count("estimated"),
        Count("cost_pd IS NULL"),
        Count($"{Answered} AND counterfactual_pd IS NULL"),
        Halves("input_tokens"),
        Halves("cached_tokens"),
        Halves("output_tokens"),
        Halves("reasoning_tokens"),
        Halves("cost_pd"),
        Halves($"CASE WHEN {Answered} THEN counterfactual_pd END"),
        Halves($"CASE WHEN {Answered} THEN counterfactual_pd - cost_pd ELSE -cost_pd END"),
        Halves($"CASE WHEN price_version IN ('{LocalCost.Version}', '{LocalCost.MeasuredVersion}') THEN cost_pd END"),
        Halves($"CASE WHEN price_version = '{LocalCost.MeasuredVersion}' THEN cost_pd END"));

    public static ImmutableArray<UsageRow> Rows(SqliteConnection connection, UsageQuery query)
    {
        using var command = Command(connection, query, $"SELECT {KeySql(query.By)} AS name, simulated, {SumsSql} FROM {Source(connection)} {Window} GROUP BY 1, 2 ORDER BY 1, 2");
        using var reader = command.ExecuteReader();
        var rows = ImmutableArray.CreateBuilder<UsageRow>();
        while (reader.Read())
        {
            rows.Add(new UsageRow(reader.GetString(0), reader.GetBoolean(1), ReadSums(reader, 2)));
        }

        return rows.ToImmutable();
    }

    public static UsageSums Sums(SqliteConnection connection, UsageQuery query, bool simulatedOnly)
    {
        using var command = Command(connection, query, $"SELECT {SumsSql} FROM {Source(connection)} {Window}{(simulatedOnly ? " AND simulated = 1" : "")}");
        using var reader = command.ExecuteReader();
        reader.Read();
        return ReadSums(reader, 0);
    }

    private static UsageSums ReadSums(SqliteDataReader reader, int first)
    {
        var unpriced = reader.GetInt64(first + 6);
        var withoutAllCloud = reader.GetInt64(first + 7);
        return new UsageSums
        {
            Requests = reader.GetInt64(first),
            Attempts = reader.GetInt64(first + 1),
            Failures = reader.GetInt64(first + 2),
            Cancelled = reader.GetInt64(first + 3),
            Unknown = reader.GetInt64(first + 4),
            Estimated = reader.GetInt64(first + 5),
            Unpriced = unpriced,
            InputTokens = Whole(reader, first + 8) ?? 0,
            CachedTokens = Whole(reader, first + 10) ?? 0,
            OutputTokens = Whole(reader, first + 12) ?? 0,
            ReasoningTokens = Whole(reader, first + 14) ?? 0,
            CostUsd = Whole(reader, first + 16) / Money.PerDollar,
            AllCloudUsd = Whole(reader, first + 18) / Money.PerDollar,
            SavedUsd = Whole(reader, first + 20) / Money.PerDollar,
            LocalEstimateUsd = Whole(reader, first + 22) / Money.PerDollar,
            LocalMeasuredUsd = Whole(reader, first + 24) / Money.PerDollar,
            SavedIsPartial = unpriced > 0 || withoutAllCloud > 0,
        };
    }

    private static decimal? Whole(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : ((decimal)reader.GetInt64(column) * (1L << 30)) + reader.GetInt64(column + 1);

    private static SqliteCommand Command(SqliteConnection connection, UsageQuery query, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Built from constants of this file; the caller's values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.Add("$since", SqliteType.Integer).Value = Micros(query.Since) ?? (object)DBNull.Value;
        command.Parameters.Add("$until", SqliteType.Integer).Value = Micros(query.Until) ?? (object)DBNull.Value;
        return command;
    }

    private static long? Micros(DateTimeOffset? time) =>
        (time?.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    // A file that no gateway has brought up to date has no roles: all its attempts were to answer.
    private static string Source(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM pragma_table_info('attempt') WHERE name = 'role'";
        return (long)command.ExecuteScalar()! == 1 ? "attempt" : "(SELECT *, 'answer' AS role FROM attempt)";
    }

    private static string KeySql(UsageGrouping by) => by switch
    {
        UsageGrouping.Engine => "engine",
        UsageGrouping.Model => "model",
        UsageGrouping.Route => "route",
        UsageGrouping.Place => string.Create(CultureInfo.InvariantCulture, $"CASE place WHEN {(int)Place.Local} THEN 'local' ELSE 'cloud' END"),
        UsageGrouping.Key => "coalesce(key_id, '(none)')",
        UsageGrouping.Day => "strftime('%Y-%m-%d', received_at / 1000000, 'unixepoch')",
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, null),
    };

    private static string Count(string condition) => $"coalesce(sum({condition}), 0)";

    private static string Halves(string value) => $"sum(({value}) >> 30), sum(({value}) & 1073741823)";
}
