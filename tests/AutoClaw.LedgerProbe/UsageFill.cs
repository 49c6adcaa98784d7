using System.Diagnostics;
using System.Globalization;
using AutoClaw.Gateway.Ledger;
using Microsoft.Data.Sqlite;

namespace AutoClaw.LedgerProbe;

/// <summary>
/// Makes a ledger of many entries as months of traffic would leave it, and tells how long the reports of <c>autoclaw usage</c> take in it:
/// 90 days, three routes, four engines, 20 keys, one request of 50 tried twice.
/// </summary>
internal static class UsageFill
{
    private const string Sql = """
        INSERT INTO attempt (request_id, number, received_at, sent_us, first_byte_us, first_content_us, last_content_us, done_us, key_id, operation, streamed, route,
            engine, place, model, simulated, reason, score, threshold, decision_us, input_tokens, cached_tokens, output_tokens, reasoning_tokens, estimated,
            price_version, cost_pd, counterfactual_pd, outcome, engine_status, error_code, finish_reason, role, subject)
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $rows), r(i, q, again) AS (SELECT i, i - (i % 50 = 1), i % 50 = 1 FROM n)
        SELECT printf('req_%011x%08x', ($from + q * $step) / 1000, q), 1 + again, $from + q * $step, 210, 1900, 2100, 41000, 41200,
            'k' || (q % 20), 'chat', i & 1, 'route-' || (q % 3), 'engine-' || (i % 4), i % 4 = 0, 'model-of-engine-' || (i % 4), 0, 'score_below_threshold', 0.31, 0.44,
            38.2, 200 + i % 1000, i % 128, 100 + i % 500, 0, i % 100 = 0, '2026-11-23', CASE WHEN i % 97 > 0 THEN 972000000 + i END, 1972000000 + i,
            CASE WHEN i % 50 = 0 THEN 2 ELSE 1 END, 200, CASE WHEN i % 50 = 0 THEN 'engine_error' END, CASE WHEN i % 50 > 0 THEN 'stop' END, 'answer',
            CASE WHEN $person IS NULL THEN NULL WHEN q % $every = 0 THEN $person ELSE lower(hex(randomblob(16))) END
        FROM r
        """;

    public static async Task<int> RunAsync(string path, long rows)
    {
        await LedgerWriter.Open(path, TimeProvider.System).DisposeAsync();
        var now = TimeProvider.System.GetUtcNow();
        Fill(path, rows, now.AddDays(-90), person: null, every: 1);
        var clock = Stopwatch.StartNew();
        await using (LedgerWriter.Open(path, TimeProvider.System))
        {
            while (Behind(path) > 0)
            {
                Thread.Yield();
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} entries rolled up in {clock.Elapsed.TotalSeconds:F1} s"));
        foreach (var by in Enum.GetValues<UsageGrouping>())
        {
            Report(path, new UsageQuery(by));
            Report(path, new UsageQuery(by, now.AddDays(-7)));
        }

        Report(path, new UsageQuery(UsageGrouping.Engine) { Entries = true });
        return 0;
    }

    /// <param name="path">A ledger that is empty.</param>
    /// <param name="rows">Entries.</param>
    /// <param name="from">The first one's time.</param>
    /// <param name="person">Whom some are about, hashed; null: nobody is named.</param>
    /// <param name="every">One request of so many is about that person, the others each about somebody else.</param>
    internal static void Fill(string path, long rows, DateTimeOffset from, string? person, long every)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 0 }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Sql;
        command.Parameters.AddWithValue("$rows", rows);
        command.Parameters.AddWithValue("$from", from.ToUnixTimeMilliseconds() * 1000);
        command.Parameters.AddWithValue("$step", (long)TimeSpan.FromDays(90).TotalMicroseconds / rows);
        command.Parameters.AddWithValue("$person", (object?)person ?? DBNull.Value);
        command.Parameters.AddWithValue("$every", every);
        command.ExecuteNonQuery();
    }

    private static long Behind(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT max(id) FROM attempt) - through FROM usage_rolled";
        return (long)command.ExecuteScalar()!;
    }

    private static void Report(string path, UsageQuery query)
    {
        UsageReport.Read(path, query);
        var took = new List<double>();
        for (var i = 0; i < (query.Entries ? 1 : 5); i++)
        {
            var began = Stopwatch.GetTimestamp();
            UsageReport.Read(path, query);
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        took.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"by {query.By}, {(query.Since is null ? "all" : "7 days")}{(query.Entries ? ", entry by entry" : "")}: {took[took.Count / 2]:F0} ms"));
    }
}
