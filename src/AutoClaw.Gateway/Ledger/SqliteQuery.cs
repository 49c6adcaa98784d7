using SQLitePCL;

namespace AutoClaw.Gateway.Ledger;

/// <summary>Reads rows on the writer's own connection, at start only; reports read through ADO.NET on theirs.</summary>
internal sealed class SqliteQuery : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;

    public SqliteQuery(sqlite3 db, string sql)
    {
        _db = db;
        SqliteError.ThrowUnlessOk(raw.sqlite3_prepare_v2(db, sql, out _statement), db);
    }

    /// <exception cref="LedgerException">The row cannot be read.</exception>
    public bool Next()
    {
        var result = raw.sqlite3_step(_statement);
        SqliteError.ThrowUnlessOk(result, _db);
        return result == raw.SQLITE_ROW;
    }

    /// <summary>True if there is a row for that parameter.</summary>
    public bool Any(long parameter)
    {
        raw.sqlite3_bind_int64(_statement, 1, parameter);
        var any = Next();
        raw.sqlite3_reset(_statement);
        return any;
    }

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>Valid until the next row.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();
}
