using SQLitePCL;

namespace AutoClaw.Gateway.Ledger;

/// <summary>Turns SQLite's result codes into the ledger's own.</summary>
internal static class SqliteError
{
    public static void ThrowUnlessOk(int result, sqlite3 db)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            throw From(result, db);
        }
    }

    public static LedgerException From(int result, sqlite3? db)
    {
        var text = db is null ? raw.sqlite3_errstr(result).utf8_to_string() : raw.sqlite3_errmsg(db).utf8_to_string();

        // The low byte is the primary code; above it is the detail.
        return (result & 0xff) switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new LedgerException(LedgerException.Busy, $"Another process keeps the ledger locked: {text}."),
            raw.SQLITE_FULL => new LedgerException(LedgerException.Full, $"No room left for the ledger: {text}."),
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => new LedgerException(LedgerException.ReadOnly, $"The ledger cannot be written: {text}."),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new LedgerException(LedgerException.Corrupt, $"The ledger file is damaged or no ledger: {text}."),
            raw.SQLITE_CONSTRAINT when result is raw.SQLITE_CONSTRAINT_PRIMARYKEY or raw.SQLITE_CONSTRAINT_ROWID => new LedgerException(LedgerException.Duplicate, $"This attempt is already settled: {text}."),
            _ => new LedgerException(LedgerException.Unavailable, $"SQLite error {result}: {text}."),
        };
    }
}
