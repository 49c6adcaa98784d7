using AutoClaw.Core.Wire.OpenAiResponses;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Responses;

/// <summary>
/// The file that answers are kept in: SQLite, for its owner alone, beside the ledger and apart from it, which holds no contents. One
/// caller at a time. Throws <see cref="SqliteException"/> and what files throw.
/// </summary>
internal sealed class ResponseFile : IDisposable
{
    // What a row takes beside its contents, about; so that the bound on bytes also bounds their number.
    private const int RowBytes = 512;

    // Some milliseconds, for which a client waits who comes back to an answer.
    private const int ErasedAtOnce = 200;

    // Seconds that another process may hold the file.
    private const int BusySeconds = 2;

    // used_at of a whole conversation moves with each of its turns, so that none outlives what it builds on by much. The contents lie in a
    // table of their own, because changing a row rewrites all of it.
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS response (
            key_id TEXT NOT NULL, id TEXT NOT NULL, previous TEXT, used_at INTEGER NOT NULL, bytes INTEGER NOT NULL, number INTEGER NOT NULL,
            PRIMARY KEY (key_id, id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS response_used ON response (used_at, number);
        CREATE UNIQUE INDEX IF NOT EXISTS response_number ON response (number);
        CREATE TABLE IF NOT EXISTS content (number INTEGER PRIMARY KEY, items BLOB NOT NULL, response BLOB NOT NULL);
        PRAGMA user_version = 1;
        """;

    private const string Chain = """
        WITH RECURSIVE chain (id, previous, bytes, number, depth) AS (
            SELECT id, previous, bytes, number, 0 FROM response WHERE key_id = $key AND id = $id AND used_at >= $since
            UNION ALL
            SELECT r.id, r.previous, r.bytes, r.number, depth + 1 FROM chain JOIN response r ON r.key_id = $key AND r.id = chain.previous)
        """;

    /// <summary>Which of <c>response</c> are a person's, and which were built on them.</summary>
    public const string Related = """
        number IN (
            WITH RECURSIVE gone (key_id, id, number) AS (
                SELECT key_id, id, number FROM response WHERE subject = $subject
                UNION
                SELECT r.key_id, r.id, r.number FROM gone JOIN response r ON r.key_id = gone.key_id AND r.previous = gone.id)
            SELECT number FROM gone)
        """;

    private readonly SqliteConnection _connection;
    private long _bytes;
    private long _version;

    private ResponseFile(SqliteConnection connection)
    {
        _connection = connection;
        Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON");
        Run(Schema);
        if (Number("SELECT count(*) FROM pragma_table_info('response') WHERE name = 'subject'") == 0)
        {
            Run("ALTER TABLE response ADD COLUMN subject TEXT");
        }

        Recount();
    }

    /// <summary>Opens or creates it.</summary>
    public static ResponseFile Open(string path)
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!OperatingSystem.IsWindows())
        {
            // Before SQLite: its own would be what the umask leaves, and the files beside it take the mode of this one.
            new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = OwnerOnly }).Dispose();
            File.SetUnixFileMode(path, OwnerOnly);
        }

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = BusySeconds }.ToString());
        try
        {
            connection.Open();
            return new ResponseFile(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Keeps a turn and makes room for it, oldest first.</summary>
    /// <returns>Too large: it alone is more than may be kept.</returns>
    public StoreOutcome Add(KeptTurn kept, ResponsesOptions options, DateTimeOffset now)
    {
        var bytes = (long)kept.Turn.Items.Length + kept.Turn.Response.Length + RowBytes;
        if (bytes > options.MaxBytes)
        {
            return StoreOutcome.TooLarge;
        }

        using var transaction = _connection.BeginTransaction(deferred: false);
        Recount();
        var before = _bytes;
        try
        {
            Run(Chain + "UPDATE response SET used_at = $now WHERE key_id = $key AND id IN (SELECT id FROM chain)",
                ("$key", kept.KeyId ?? ""), ("$id", kept.Previous ?? ""), ("$since", 0L), ("$now", Micros(now)));
            var number = Number("SELECT coalesce(max(number), 0) + 1 FROM content");
            Run("INSERT INTO content (number, items, response) VALUES ($number, $items, $response)",
                ("$number", number), ("$items", kept.Turn.Items.ToArray()), ("$response", kept.Turn.Response.ToArray()));
            Run("INSERT INTO response (key_id, id, previous, used_at, bytes, number, subject) VALUES ($key, $id, $previous, $now, $bytes, $number, $subject)",
                ("$key", kept.KeyId ?? ""), ("$id", kept.Turn.Id), ("$previous", (object?)kept.Previous ?? DBNull.Value), ("$now", Micros(now)), ("$bytes", bytes), ("$number", number),
                ("$subject", (object?)kept.Subject ?? DBNull.Value));
            _bytes += bytes;
            Trim(options, now);
            transaction.Commit();
            return StoreOutcome.Done;
        }
        catch
        {
            _bytes = before;
            throw;
        }
    }

    /// <summary>The conversation up to that answer, unless it is larger than <paramref name="mostBytes"/>.</summary>
    public Conversation Find(string? keyId, string id, long mostBytes, ResponsesOptions options, DateTimeOffset now)
    {
        using var command = Command(
            Chain + "SELECT chain.id, previous, bytes, items, response FROM chain JOIN content USING (number) ORDER BY depth",
            ("$key", keyId ?? ""), ("$id", id), ("$since", Micros(now - options.MaxAge)));
        using var reader = command.ExecuteReader();
        var turns = new List<StoredTurn>();
        string? next = id;
        while (reader.Read())
        {
            mostBytes -= reader.GetInt64(2) - RowBytes;
            if (mostBytes < 0)
            {
                return new Conversation(StoreOutcome.TooLarge, []);
            }

            turns.Add(new StoredTurn(reader.GetString(0), reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<byte[]>(4)));
            next = reader.IsDBNull(1) ? null : reader.GetString(1);
        }

        turns.Reverse();
        return next is null ? new Conversation(StoreOutcome.Done, turns) : new Conversation(StoreOutcome.NotFound, [], next);
    }

    /// <summary>The response object alone; null where there is none.</summary>
    public byte[]? Response(string? keyId, string id, ResponsesOptions options, DateTimeOffset now)
    {
        using var command = Command(
            "SELECT response FROM response JOIN content USING (number) WHERE key_id = $key AND id = $id AND used_at >= $since",
            ("$key", keyId ?? ""), ("$id", id), ("$since", Micros(now - options.MaxAge)));
        return command.ExecuteScalar() as byte[];
    }

    /// <summary>Removes one answer and its request, from the disk too.</summary>
    public bool Delete(string? keyId, string id)
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        var removed = Remove("key_id = $key AND id = $id", ("$key", keyId ?? ""), ("$id", id));
        transaction.Commit();
        Wipe(removed);
        return removed > 0;
    }

    /// <summary>Removes that person's answers, what was built on them, and their requests; or the next few of all that nobody went on with since a moment.</summary>
    /// <returns>How many, and whether there are more.</returns>
    public (int Removed, bool More) Erase(IdentitySelection who)
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        var removed = who.Subject is { } subject
            ? Remove(Related, ("$subject", subject))
            : Remove("number IN (SELECT number FROM response WHERE used_at < $before ORDER BY used_at, number LIMIT $most)", ("$before", who.BeforeMicros), ("$most", (long)ErasedAtOnce));
        transaction.Commit();
        if (removed > 0 && who.Subject is not null)
        {
            // The unused space of its pages may hold copies of rows that have moved.
            Run("VACUUM");
        }

        Wipe(removed);
        return (removed, who.Subject is null && removed == ErasedAtOnce);
    }

    /// <summary>Removes what is too old or too much by now.</summary>
    public void Trim(ResponsesOptions options, DateTimeOffset now, bool wipes = false)
    {
        Recount();
        var removed = Remove("used_at < $since", ("$since", Micros(now - options.MaxAge)));
        while (_bytes > options.MaxBytes)
        {
            removed += Remove("number = (SELECT number FROM response ORDER BY used_at, number LIMIT 1)");
        }

        if (wipes)
        {
            Wipe(removed);
        }
    }

    public void Dispose() => _connection.Dispose();

    private static long Micros(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    // Another process may have erased somebody.
    private void Recount()
    {
        if (Number("PRAGMA data_version") is var version && version != _version)
        {
            _version = version;
            _bytes = Number("SELECT coalesce(sum(bytes), 0) FROM response");
        }
    }

    private int Remove(string where, params (string, object)[] values)
    {
        var bytes = Number("SELECT coalesce(sum(bytes), 0) FROM response WHERE " + where, values);
        Run("DELETE FROM content WHERE number IN (SELECT number FROM response WHERE " + where + ")", values);
        var removed = Run("DELETE FROM response WHERE " + where, values);
        _bytes -= bytes;
        return removed;
    }

    // Until then what is deleted still stands in the log beside the file.
    private void Wipe(int removed)
    {
        if (removed > 0)
        {
            Run("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    private int Run(string sql, params (string, object)[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    private long Number(string sql, params (string, object)[] values)
    {
        using var command = Command(sql, values);
        return (long)command.ExecuteScalar()!;
    }

    private SqliteCommand Command(string sql, params (string Name, object Value)[] values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
