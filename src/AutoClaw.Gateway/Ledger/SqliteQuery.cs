using System.Text;
using SQLitePCL;

namespace AutoClaw.Gateway.Ledger;

/// <summary>Reads rows on the writer's own connection, at start and for roll-ups; reports read through ADO.NET on theirs.</summary>
internal sealed unsafe class SqliteQuery : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;
    private readonly nint _handle;

    public SqliteQuery(sqlite3 db, string sql)
    {
        _db = db;
        SqliteError.ThrowUnlessOk(raw.sqlite3_prepare_v2(db, sql, out _statement), db);
        _handle = _statement.DangerousGetHandle();
    }

    /// <exception cref="LedgerException">The row cannot be read.</exception>
    public bool Next()
    {
        var result = NativeSqlite.Step(_handle);
        SqliteError.ThrowUnlessOk(result, _db);
        return result == raw.SQLITE_ROW;
    }

    /// <summary>True if there is a row for that parameter.</summary>
    public bool Any(long parameter)
    {
        Bind(1, parameter);
        var any = Next();
        Reset();
        return any;
    }

    /// <param name="parameter">From 1.</param>
    /// <param name="value">Until it is bound anew.</param>
    public void Bind(int parameter, long value) => SqliteError.ThrowUnlessOk(NativeSqlite.BindLong(_handle, parameter, value), _db);

    /// <inheritdoc cref="Bind(int, long)"/>
    public void Bind(int parameter, ReadOnlySpan<byte> utf8)
    {
        fixed (byte* bytes = utf8)
        {
            SqliteError.ThrowUnlessOk(NativeSqlite.BindText(_handle, parameter, bytes, utf8.Length, NativeSqlite.Transient), _db);
        }
    }

    /// <summary>Makes it ready for other parameters. Without it the transaction can't end.</summary>
    public void Reset() => _ = NativeSqlite.Reset(_handle);

    public bool IsNull(int column) => NativeSqlite.ColumnType(_handle, column) == raw.SQLITE_NULL;

    public long Long(int column) => NativeSqlite.ColumnLong(_handle, column);

    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    /// <summary>Valid until the next row.</summary>
    public ReadOnlySpan<byte> Utf8(int column)
    {
        // In this order: the first call may convert what the second one measures.
        var text = NativeSqlite.ColumnText(_handle, column);
        return new ReadOnlySpan<byte>(text, NativeSqlite.ColumnBytes(_handle, column));
    }

    /// <summary>Valid until the next row.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();
}
