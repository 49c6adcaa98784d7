using System.Text;
using SQLitePCL;

namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// One prepared statement, run over and over: bind every parameter in order, then run. Below ADO.NET on purpose: a command with 33
/// parameters costs several times the insert itself.
/// </summary>
internal sealed unsafe class SqliteStatement : IDisposable
{
    // Texts wait here, pinned, until the statement has run; what does not fit is copied by SQLite.
    private const int TextRoom = 8 * 1024;

    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;
    private readonly nint _handle;
    private readonly byte[] _texts = GC.AllocateUninitializedArray<byte>(TextRoom, pinned: true);
    private readonly byte* _textStart;
    private int _textLength;
    private int _next = 1;
    private int _bindError;

    public SqliteStatement(sqlite3 db, string sql)
    {
        _db = db;
        SqliteError.ThrowUnlessOk(raw.sqlite3_prepare_v3(db, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), db);
        _handle = _statement.DangerousGetHandle();
        fixed (byte* start = _texts)
        {
            _textStart = start;
        }
    }

    public void Bind(long value) => Check(NativeSqlite.BindLong(_handle, _next++, value));

    public void Bind(bool value) => Bind(value ? 1L : 0L);

    public void Bind(double value) => Check(NativeSqlite.BindDouble(_handle, _next++, value));

    public void Bind(long? value)
    {
        if (value is { } number)
        {
            Bind(number);
        }
        else
        {
            BindNull();
        }
    }

    public void Bind(double? value)
    {
        if (value is { } number)
        {
            Bind(number);
        }
        else
        {
            BindNull();
        }
    }

    public void Bind(ReadOnlySpan<byte> blob)
    {
        fixed (byte* bytes = blob)
        {
            Check(NativeSqlite.BindBlob(_handle, _next++, bytes, blob.Length, NativeSqlite.Transient));
        }
    }

    public void Bind(string? value)
    {
        if (value is null)
        {
            BindNull();
        }
        else if (Encoding.UTF8.TryGetBytes(value, _texts.AsSpan(_textLength), out var length))
        {
            Check(NativeSqlite.BindText(_handle, _next++, _textStart + _textLength, length, NativeSqlite.Static));
            _textLength += length;
        }
        else
        {
            var bytes = Encoding.UTF8.GetBytes(value);
            fixed (byte* utf8 = bytes)
            {
                Check(NativeSqlite.BindText(_handle, _next++, utf8, bytes.Length, NativeSqlite.Transient));
            }
        }
    }

    /// <summary>Runs it to its end and makes it ready for the next round, also when it failed.</summary>
    /// <returns>SQLite's result code; <c>SQLITE_DONE</c> is success.</returns>
    public int Run()
    {
        var result = _bindError;
        if (result == raw.SQLITE_OK)
        {
            do
            {
                result = NativeSqlite.Step(_handle);
            }
            while (result == raw.SQLITE_ROW);

            // Repeats the step's own error.
            _ = NativeSqlite.Reset(_handle);
        }

        _next = 1;
        _textLength = 0;
        _bindError = raw.SQLITE_OK;
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

    private void BindNull() => Check(NativeSqlite.BindNull(_handle, _next++));

    /// <summary>Kept for <see cref="Run"/>: a value that was not bound must not be written as null.</summary>
    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            _bindError = result;
        }
    }
}
