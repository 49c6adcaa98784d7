using AutoClaw.Gateway.Admin;
using AutoClaw.Gateway.Ledger;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Tests.Admin;

/// <summary>A request is found by the time in its id, wherever in the ledger it is and whatever was pruned around it.</summary>
public sealed class RequestRecordTests : IDisposable
{
    private const long First = 1_795_700_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-admin-").FullName;

    private string LedgerPath => Path.Combine(_folder, "ledger.db");

    [Fact]
    public async Task Read_AnyOfThousands_FindsItsAttemptsAlone()
    {
        await WriteAsync(7);
        for (var i = 1; i <= 20_000; i += 1237)
        {
            var found = RequestRecord.Read(LedgerPath, IdOf(i));
            string[]? expected = i % 7 == 0 ? null : [$"engine-{i}", $"second-{i}"];
            Assert.Equal(expected, found?.Attempts.Select(attempt => attempt.Engine).ToArray());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20_001)]
    [InlineData(9_999_999)]
    public async Task Read_BeforeTheFirstOrAfterTheLast_IsNull(int number)
    {
        await WriteAsync(1_000_000);
        Assert.Null(RequestRecord.Read(LedgerPath, IdOf(number)));
    }

    [Fact]
    public async Task Read_EmptyLedger_IsNull()
    {
        await LedgerWriter.Open(LedgerPath, TimeProvider.System).DisposeAsync();
        Assert.Null(RequestRecord.Read(LedgerPath, IdOf(1)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string IdOf(int number) => $"req_{First + number:x11}{number:x8}";

    // Two attempts a request, the second reserved when ten more requests have come.
    private async Task WriteAsync(int prunedEvery)
    {
        await LedgerWriter.Open(LedgerPath, TimeProvider.System).DisposeAsync();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = LedgerPath, Pooling = false }.ToString());
        connection.Open();
        using var insert = connection.CreateCommand();
        insert.Parameters.AddWithValue("$first", First);
        insert.Parameters.AddWithValue("$pruned", prunedEvery);
        insert.CommandText = """
            WITH RECURSIVE request(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM request WHERE i < 20000),
            call(i, number, id, sent, engine) AS (
                SELECT i, 1, 2 * i, 300, 'engine-' || i FROM request UNION ALL SELECT i, 2, 2 * i + 21, 10500, 'second-' || i FROM request)
            INSERT INTO attempt (id, request_id, number, received_at, sent_us, operation, streamed, route, engine, place, model, simulated, reason,
                decision_us, input_tokens, cached_tokens, output_tokens, reasoning_tokens, estimated, outcome)
            SELECT id, printf('req_%011x%08x', $first + i, i), number, ($first + i) * 1000, sent, 'chat', 0, 'auto', engine, 0, 'm', 0, 'pinned', 1, 1, 0, 1, 0, 0, 1
            FROM call WHERE i % $pruned <> 0
            """;
        insert.ExecuteNonQuery();
    }
}
