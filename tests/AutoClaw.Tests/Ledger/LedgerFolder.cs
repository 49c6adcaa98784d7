using AutoClaw.Core.Model;
using AutoClaw.Gateway.Ledger;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Tests.Ledger;

/// <summary>A ledger file of a test's own, deleted with its folder.</summary>
internal sealed class LedgerFolder : IDisposable
{
    public LedgerFolder() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "autoclaw-ledger-" + Guid.NewGuid().ToString("N"));

    public string Path => System.IO.Path.Combine(Folder, "ledger.db");

    public static DateTimeOffset Noon { get; } = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>An attempt as it looks when it is sent: estimates, no outcome.</summary>
    public static Attempt Attempt(string requestId, int number = 1, string engine = "cloud-1", Place place = Place.Cloud, AttemptRole role = AttemptRole.Answer, DateTimeOffset? at = null) => new()
    {
        RequestId = requestId,
        Number = number,
        Role = role,
        KeyId = "key1",
        Operation = "chat",
        Streamed = true,
        Route = "auto",
        Engine = engine,
        Place = place,
        Model = engine + "-model",
        Reason = "score_above_threshold",
        Score = 0.75,
        Threshold = 0.5,
        DecisionMicros = 41.5,
        ReceivedAt = at ?? Noon,
        SentMicros = 120,
        Usage = new Usage(100, 0, 50, 0, Estimated: true),
        PriceVersion = "test",
        Cost = new Money(1_000_000),
        CounterfactualCost = new Money(2_000_000),
    };

    public LedgerWriter Open(LedgerWriterOptions? options = null) => LedgerWriter.Open(Path, TimeProvider.System, options);

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public long Number(string sql) => Query(sql, row => row.GetInt64(0)).Single();

    public void Execute(string sql) => Query(sql, _ => 0);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
