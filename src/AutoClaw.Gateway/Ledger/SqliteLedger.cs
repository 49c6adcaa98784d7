using System.Globalization;
using AutoClaw.Core.Model;
using SQLitePCL;

namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// The ledger's file: schema, prepared statements, recovery. One thread at a time. WAL with <c>synchronous=NORMAL</c>: a commit
/// survives the death of the process; only a power cut may take the last moments with it, never the file's consistency.
/// </summary>
internal sealed class SqliteLedger : IDisposable
{
    // 8 MB of log between checkpoints: at the default of 1000 pages a busy gateway would sync the disk several times a second.
    private const int CheckpointPages = 2000;

    private readonly sqlite3 _db;
    private readonly int _busyTimeout;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;
    private readonly SqliteStatement _insertAttempt;
    private readonly SqliteStatement _insertLabel;
    private readonly SqliteStatement _insertReservations;
    private readonly SqliteStatement _deleteReservations;
    private readonly SqliteStatement _saveAim;
    private readonly UsageRollup _usage;

    private SqliteLedger(sqlite3 db, int busyTimeout)
    {
        _db = db;
        _busyTimeout = busyTimeout;
        _begin = new SqliteStatement(db, "BEGIN IMMEDIATE");
        _commit = new SqliteStatement(db, "COMMIT");
        _rollback = new SqliteStatement(db, "ROLLBACK");
        _insertAttempt = new SqliteStatement(db, AttemptColumns.InsertSql);
        _insertLabel = new SqliteStatement(db, LabelColumns.InsertSql);
        _insertReservations = new SqliteStatement(db, "INSERT INTO reservation (first_id, entries) VALUES (?, ?)");
        _deleteReservations = new SqliteStatement(db, "DELETE FROM reservation WHERE first_id = ?");
        _saveAim = new SqliteStatement(db, "INSERT OR REPLACE INTO aim (route, aim, calibration, saved_at, state) VALUES (?, ?, ?, ?, ?)");
        _usage = new UsageRollup(db);
    }

    /// <summary>Opens or creates the file, in a folder that exists, and brings the schema up to date.</summary>
    /// <exception cref="LedgerException">It cannot be opened, is no ledger, is damaged, or is newer than this AutoClaw.</exception>
    /// <param name="path">Of the file.</param>
    /// <param name="busyTimeout">How long a commit waits for another process.</param>
    /// <param name="everyCommit">A commit is on the disk when it returns; else it is only safe from the death of the process.</param>
    /// <param name="vfs">By which of SQLite's ways; null: the system's.</param>
    public static SqliteLedger Open(string path, TimeSpan busyTimeout, bool everyCommit = false, string? vfs = null)
    {
        Batteries_V2.Init();

        // Not a shared connection, so SQLite needs no mutex of its own.
        const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var result = raw.sqlite3_open_v2(path, out var db, Flags, vfs);
        try
        {
            if ((result & 0xff) == raw.SQLITE_CANTOPEN)
            {
                throw new LedgerException(LedgerException.ReadOnly, $"The ledger {path} cannot be opened or created. Set ledger.path or AUTOCLAW_HOME.");
            }

            SqliteError.ThrowUnlessOk(result, db);
            SqliteError.ThrowUnlessOk(raw.sqlite3_extended_result_codes(db, 1), db);
            SqliteError.ThrowUnlessOk(raw.sqlite3_busy_timeout(db, (int)busyTimeout.TotalMilliseconds), db);
            Execute(db, "PRAGMA journal_mode = WAL");
            Execute(db, everyCommit ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            Execute(db, string.Create(CultureInfo.InvariantCulture, $"PRAGMA wal_autocheckpoint = {CheckpointPages}"));

            // What is deleted is overwritten at once: a reservation says whom its request is about.
            Execute(db, "PRAGMA secure_delete = ON");
            Migrate(db, path);
            return new SqliteLedger(db, (int)busyTimeout.TotalMilliseconds);
        }
        catch (LedgerException e)
        {
            db.Dispose();
            throw e.Message.Contains(path, StringComparison.Ordinal) ? e : new LedgerException(e.Code, $"{path}: {e.Message}", e);
        }
    }

    /// <summary>One more than the highest id in use.</summary>
    public long NextId() => ReadLong(_db, "SELECT coalesce(max(id), 0) + 1 FROM attempt");

    /// <summary>
    /// Turns every reservation that has no attempt into an attempt with an unknown outcome, at the cost estimated when it was sent.
    /// Only right while no process that could still settle them lives: the caller holds the <see cref="LedgerLock"/>.
    /// </summary>
    /// <returns>How many there were.</returns>
    public int Recover()
    {
        var left = ReadReservations();
        Begin();
        try
        {
            var recovered = 0;
            using (var exists = new SqliteQuery(_db, "SELECT 1 FROM attempt WHERE id = ?"))
            {
                foreach (var attempt in left)
                {
                    if (!exists.Any(attempt.LedgerId))
                    {
                        Require(Insert(attempt.LedgerId, attempt));
                        recovered++;
                    }
                }
            }

            Execute(_db, "DELETE FROM reservation");
            Commit();
            return recovered;
        }
        catch (LedgerException)
        {
            Rollback();
            throw;
        }
    }

    /// <summary>An open file can be written after it was deleted, and nobody would ever read it.</summary>
    /// <exception cref="LedgerException">It is not where it was.</exception>
    public unsafe void ThrowIfGone()
    {
        const int HasMoved = 20;
        var moved = 0;
        if (NativeSqlite.FileControl(_db.DangerousGetHandle(), 0, HasMoved, &moved) == raw.SQLITE_OK && moved != 0)
        {
            throw new LedgerException(LedgerException.Gone, "The ledger's file was deleted or moved away.");
        }
    }

    /// <summary>Writes something that changes nothing.</summary>
    /// <exception cref="LedgerException">It could not be written.</exception>
    public void Probe() => Execute(_db, "UPDATE usage_rolled SET through = through");

    public void Begin() => _begin.RunOrThrow();

    public void Commit()
    {
        BeforeCommit?.Invoke();
        _commit.RunOrThrow();
    }

    /// <summary>Its result does not matter: SQLite has already rolled back after most errors.</summary>
    public void Rollback() => _rollback.Run();

    /// <returns>Null, or why this one row was refused; the transaction goes on.</returns>
    /// <exception cref="LedgerException">The transaction cannot go on.</exception>
    public LedgerException? Insert(long id, Attempt attempt)
    {
        AttemptColumns.Bind(_insertAttempt, id, attempt);
        if (Result(_insertAttempt.Run()) is { } error)
        {
            return error;
        }

        _usage.Written(id);
        return null;
    }

    /// <inheritdoc cref="Insert(long, Attempt)"/>
    public LedgerException? Insert(Label label)
    {
        LabelColumns.Bind(_insertLabel, label);
        return Result(_insertLabel.Run());
    }

    private LedgerException? Result(int result)
    {
        if (result == raw.SQLITE_DONE)
        {
            return null;
        }

        var error = SqliteError.From(result, _db);
        return (result & 0xff) == raw.SQLITE_CONSTRAINT ? error : throw error;
    }

    public void InsertReservations(long firstId, ReadOnlySpan<byte> entries)
    {
        _insertReservations.Bind(firstId);
        _insertReservations.Bind(entries);
        _insertReservations.RunOrThrow();
    }

    public void DeleteReservations(long firstId)
    {
        _deleteReservations.Bind(firstId);
        _deleteReservations.RunOrThrow();
    }

    /// <summary>The highest id of an entry that is in the sums of <c>autoclaw usage</c>.</summary>
    public long RolledThrough => _usage.Through;

    /// <summary>Adds the next entries to the sums of <c>autoclaw usage</c>, in a transaction of its own.</summary>
    /// <returns>How many; fewer than <paramref name="most"/> where none is left.</returns>
    /// <exception cref="LedgerException">None was added.</exception>
    public int RollUp(int most)
    {
        var through = _usage.Through;
        Begin();
        try
        {
            var count = _usage.Step(most);
            Commit();
            return count;
        }
        catch
        {
            Rollback();
            _usage.Forget(through);
            throw;
        }
    }

    /// <summary>Does the next piece, in a transaction of its own.</summary>
    /// <returns>False where nothing is left.</returns>
    /// <exception cref="LedgerException">That piece is not done.</exception>
    public bool Erase(IdentityErasure erasure)
    {
        Begin();
        try
        {
            var more = erasure.Step(_db);
            Commit();
            return more;
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <summary>Brings all that was written into the file itself and empties the log beside it, where nothing is left then of what was overwritten.</summary>
    /// <returns>False while somebody reads what is in the log; nobody is waited for.</returns>
    /// <exception cref="LedgerException">It failed.</exception>
    public bool TruncateLog()
    {
        SqliteError.ThrowUnlessOk(raw.sqlite3_busy_timeout(_db, 0), _db);
        try
        {
            return ReadLong(_db, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
        }
        catch (LedgerException error) when (error.Code == LedgerException.Busy)
        {
            return false;
        }
        finally
        {
            _ = raw.sqlite3_busy_timeout(_db, _busyTimeout);
        }
    }

    /// <summary>Writes the file anew, without what stands in its unused space. Takes seconds for a million entries, and the room of the file once more.</summary>
    /// <exception cref="LedgerException">It is as it was.</exception>
    public void Vacuum() => Execute(_db, "VACUUM");

    /// <summary>Overwrites the route's row.</summary>
    /// <exception cref="LedgerException">It was not written.</exception>
    public void SaveAim(AimRow row, DateTimeOffset at)
    {
        _saveAim.Bind(row.Route);
        _saveAim.Bind(row.Aim);
        _saveAim.Bind(row.Calibration);
        _saveAim.Bind((at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        _saveAim.Bind(row.State.AsSpan());
        _saveAim.RunOrThrow();
    }

    /// <summary>Every route's row.</summary>
    public IReadOnlyList<AimRow> ReadAims()
    {
        using var query = new SqliteQuery(_db, "SELECT route, aim, calibration, state FROM aim");
        var rows = new List<AimRow>();
        while (query.Next())
        {
            rows.Add(new AimRow(query.Text(0), query.Text(1), query.Long(2), query.Blob(3).ToArray()));
        }

        return rows;
    }

    /// <summary>For tests that need a disk which does not answer.</summary>
    internal Action? BeforeCommit { get; set; }

    /// <summary>For tests that need a condition which the disk rarely offers, such as a full one.</summary>
    internal void Execute(string sql) => Execute(_db, sql);

    /// <inheritdoc cref="Execute(string)"/>
    internal long ReadLong(string sql) => ReadLong(_db, sql);

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _insertAttempt.Dispose();
        _insertLabel.Dispose();
        _insertReservations.Dispose();
        _deleteReservations.Dispose();
        _saveAim.Dispose();
        _usage.Dispose();
        _db.Dispose();
    }

    private static void Migrate(sqlite3 db, string path)
    {
        var version = ReadLong(db, "PRAGMA user_version");
        var scripts = LedgerMigrations.Scripts;
        if (version > scripts.Length)
        {
            throw new LedgerException(
                LedgerException.TooNew, $"The ledger {path} was written by a newer AutoClaw (schema {version}, this one knows {scripts.Length}).");
        }

        if (version == 0 && ReadLong(db, "SELECT count(*) FROM sqlite_master") > 0)
        {
            throw new LedgerException(LedgerException.Corrupt, $"{path} is a database of another program, not a ledger. Set ledger.path.");
        }

        for (var next = (int)version; next < scripts.Length; next++)
        {
            Execute(db, string.Create(CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE; {scripts[next]} ; PRAGMA user_version = {next + 1}; COMMIT"));
        }
    }

    private static void Require(LedgerException? error)
    {
        if (error is not null)
        {
            throw error;
        }
    }

    private static void Execute(sqlite3 db, string sql) => SqliteError.ThrowUnlessOk(raw.sqlite3_exec(db, sql), db);

    private static long ReadLong(sqlite3 db, string sql)
    {
        using var query = new SqliteQuery(db, sql);
        return query.Next() ? query.Long(0) : 0;
    }

    private List<Attempt> ReadReservations()
    {
        using var query = new SqliteQuery(_db, "SELECT entries FROM reservation ORDER BY first_id");
        var attempts = new List<Attempt>();
        while (query.Next())
        {
            attempts.AddRange(ReservationCodec.Read(query.Blob(0)));
        }

        return attempts;
    }
}
