using System.Security.Cryptography;
using System.Text;
using SQLitePCL;

namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// Takes identities out of a ledger, in pieces between which entries are written; what the requests cost stays, and a request stays one
/// request. Each piece is to be a transaction. One that is not committed ends it; a new one goes on where this one was.
/// </summary>
internal sealed class IdentityErasure(IdentitySelection who)
{
    // A few milliseconds each: an entry waits for no longer. bench/erase.sh
    private const int ScannedAtOnce = 4_000;
    private const int ErasedAtOnce = 200;
    private const int LabelsAtOnce = 500;

    private long _after;
    private long? _last;
    private long _labelAfter;
    private long? _lastLabel;
    private bool _attemptsDone;

    /// <summary>Entries that are nobody's now.</summary>
    public long Attempts { get; private set; }

    /// <summary>Requests that they are of.</summary>
    public long Requests { get; private set; }

    /// <summary>Labels that are gone.</summary>
    public long Labels { get; private set; }

    /// <summary>Does the next piece in the transaction under way.</summary>
    /// <returns>False where nothing is left.</returns>
    public bool Step(sqlite3 db)
    {
        if (_attemptsDone)
        {
            return StepLabels(db);
        }

        StepAttempts(db);
        return true;
    }

    private void StepAttempts(sqlite3 db)
    {
        using var rename = new SqliteStatement(
            db, "UPDATE attempt INDEXED BY attempt_received SET subject = NULL, request_id = ? WHERE received_at = ? AND request_id = ?");
        using var unlabel = new SqliteStatement(db, "DELETE FROM label WHERE request_id = ?");
        foreach (var (at, requestId) in who.Subject is null ? FindOld(db) : FindOf(db, Encoding.ASCII.GetBytes(who.Subject)))
        {
            rename.Bind("erased_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
            rename.Bind(at);
            rename.Bind(requestId);
            rename.RunOrThrow();
            if (raw.sqlite3_changes(db) is var changed and > 0)
            {
                Attempts += changed;
                Requests++;
                unlabel.Bind(requestId);
                unlabel.RunOrThrow();
                Labels += raw.sqlite3_changes(db);
            }
        }
    }

    // No index over subjects: a hash would outlive its entry in the unused space of the index's pages.
    private List<(long At, string RequestId)> FindOf(sqlite3 db, byte[] subject)
    {
        _last ??= Long(db, "SELECT coalesce(max(id), 0) FROM attempt");
        var through = Math.Min(_after + ScannedAtOnce, _last.Value);
        using var query = new SqliteQuery(
            db, "SELECT received_at, request_id, id FROM attempt NOT INDEXED WHERE id > ?1 AND id <= ?2 AND subject = ?3 ORDER BY id LIMIT ?4");
        query.Bind(1, _after);
        query.Bind(2, through);
        query.Bind(3, subject);
        query.Bind(4, ErasedAtOnce);
        var found = Read(query, out var last);
        _after = found.Count == ErasedAtOnce ? last : through;
        _attemptsDone = _after >= _last;
        return found;
    }

    private List<(long At, string RequestId)> FindOld(sqlite3 db)
    {
        using var query = new SqliteQuery(
            db, "SELECT received_at, request_id, id FROM attempt INDEXED BY attempt_identity WHERE subject IS NOT NULL AND received_at < ?1 LIMIT ?2");
        query.Bind(1, who.BeforeMicros);
        query.Bind(2, ErasedAtOnce);
        var found = Read(query, out _);
        _attemptsDone = found.Count < ErasedAtOnce;
        return found;
    }

    // Also of requests that have no entry any more, or none yet: a copy may be judged long after.
    private bool StepLabels(sqlite3 db)
    {
        _lastLabel ??= Long(db, "SELECT coalesce(max(rowid), 0) FROM label");
        using var delete = new SqliteStatement(
            db, $"DELETE FROM label WHERE rowid > ? AND rowid <= ? AND {(who.Subject is null ? "labelled_at <" : "subject =")} ?");
        delete.Bind(_labelAfter);
        _labelAfter = Math.Min(_labelAfter + LabelsAtOnce, _lastLabel.Value);
        delete.Bind(_labelAfter);
        if (who.Subject is { } subject)
        {
            delete.Bind(subject);
        }
        else
        {
            delete.Bind(who.BeforeMicros);
        }

        delete.RunOrThrow();
        Labels += raw.sqlite3_changes(db);
        return _labelAfter < _lastLabel;
    }

    private static List<(long At, string RequestId)> Read(SqliteQuery query, out long last)
    {
        var rows = new List<(long, string)>();
        last = 0;
        while (query.Next())
        {
            rows.Add((query.Long(0), query.Text(1)));
            last = query.Long(2);
        }

        return rows;
    }

    private static long Long(sqlite3 db, string sql)
    {
        using var query = new SqliteQuery(db, sql);
        query.Next();
        return query.Long(0);
    }
}
