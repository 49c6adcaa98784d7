using System.Text;
using SQLitePCL;

namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// One prepared statement, bound by position and run over and over. Below ADO.NET on purpose: a command with 33 parameters costs
/// several times the insert itself.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;
    private int _next = 1;

    public SqliteStatement(sqlite3 db, string sql)
    {
        _db = db;
        SqliteError.ThrowUnlessOk(raw.sqlite3_prepare_v3(db, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), db);
    }

    public void Bind(long value) => raw.sqlite3_bind_int64(_statement, _next++, value);

    public void Bind(double value) => raw.sqlite3_bind_double(_statement, _next++, value);

    public void Bind(bool value) => raw.sqlite3_bind_int(_statement, _next++, value ? 1 : 0);

    /// <summary>Null stays null: bindings are cleared after every run.</summary>
    public void Bind(long? value)
    {
        if (value is { } number)
        {
            raw.sqlite3_bind_int64(_statement, _next, number);
        }

        _next++;
    }

    public void Bind(double? value)
    {
        if (value is { } number)
        {
            raw.sqlite3_bind_double(_statement, _next, number);
        }

        _next++;
    }

    public void Bind(ReadOnlySpan<byte> blob) => raw.sqlite3_bind_blob(_statement, _next++, blob);

    public void Bind(string? value)
    {
        if (value is not null)
        {
            BindText(value);
        }

        _next++;
    }

    /// <summary>Runs it to its end and makes it ready for the next round, also when it failed.</summary>
    /// <returns>SQLite's result code; <c>SQLITE_DONE</c> is success.</returns>
    public int Run()
    {
        var result = raw.sqlite3_step(_statement);
        while (result == raw.SQLITE_ROW)
        {
            result = raw.sqlite3_step(_statement);
        }

        raw.sqlite3_reset(_statement);
        raw.sqlite3_clear_bindings(_statement);
        _next = 1;
        return result;
    }

    /// <exception cref="LedgerException">It failed.</exception>
    public void RunOrThrow()
    {
        var result = Run();
        if (result != raw.SQLITE_DONE)
        {
            throw SqliteError.From(result, _db);
        }
    }

    public void Dispose() => _statement.Dispose();

    private void BindText(string value)
    {
        const int OnStack = 512;
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        Span<byte> utf8 = most <= OnStack ? stackalloc byte[OnStack] : new byte[most];
        var length = Encoding.UTF8.GetBytes(value, utf8);
        raw.sqlite3_bind_text(_statement, _next, utf8[..length]);
    }
}
