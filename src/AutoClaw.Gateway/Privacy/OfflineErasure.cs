using AutoClaw.Gateway.Audit;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Responses;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Privacy;

/// <summary>Erases a person, or all that is old, from a ledger without the gateway that writes to it: where none does, from a copy, or beside one that can't be asked.</summary>
/// <param name="path">The ledger. What an older AutoClaw wrote is brought up to date first.</param>
/// <param name="who">Whose traces.</param>
/// <param name="audit">Where it is recorded, before it is done; null: nowhere, it is a copy.</param>
/// <param name="time">For pauses.</param>
internal sealed class OfflineErasure(string path, IdentitySelection who, AuditLog? audit, TimeProvider time)
{
    private const int MostTries = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Between pieces, so that a gateway's entries find the file free.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly string _path = LedgerPath.Prepare(path);

    /// <param name="rewrites">Writes the file anew whatever was found; else only where something was.</param>
    /// <exception cref="LedgerException"><see cref="LedgerException.InUse"/>: a gateway has it. Else it can't be written.</exception>
    /// <exception cref="IOException">The audit log could not be written, and nothing is done.</exception>
    public async Task<ErasureResult> RunAsync(bool rewrites)
    {
        var hadLock = File.Exists(_path + ".lock");
        try
        {
            using (LedgerLock.Take(_path))
            {
                return await EraseAsync(rewrites, alone: true).ConfigureAwait(false);
            }
        }
        finally
        {
            // A copy has none, and is to stay as it was otherwise.
            if (!hadLock)
            {
                File.Delete(_path + ".lock");
            }
        }
    }

    /// <summary>Goes piece by piece while a gateway writes. What that one holds in memory it keeps.</summary>
    /// <param name="rewrites">Writes the file anew, for which the gateway's entries wait.</param>
    /// <exception cref="LedgerException">It can't be written; what was erased by then stays so.</exception>
    /// <exception cref="IOException">The audit log could not be written, and nothing is done.</exception>
    public Task<ErasureResult> RunBesideAsync(bool rewrites) => EraseAsync(rewrites, alone: false);

    private async Task<ErasureResult> EraseAsync(bool rewrites, bool alone)
    {
        try
        {
            var erasure = new IdentityErasure(who);
            bool empty;
            using (var ledger = SqliteLedger.Open(_path, Patience))
            {
                if (alone)
                {
                    // What a dead gateway had reserved says whom it is about, too.
                    ledger.Recover();
                }

                if (audit is not null)
                {
                    Erasure.Record(audit, "command line", who, SubjectRecords.Count(_path, who));
                }

                while (ledger.Erase(erasure))
                {
                    if (!alone)
                    {
                        await Task.Delay(Gap, time).ConfigureAwait(false);
                    }
                }

                rewrites |= alone && erasure.Attempts + erasure.Labels > 0;
                if (rewrites)
                {
                    ledger.Vacuum();
                }

                empty = await EmptyLogAsync(ledger).ConfigureAwait(false);
            }

            return new ErasureResult(erasure.Attempts, erasure.Requests, erasure.Labels, EraseAnswers(), empty, rewrites);
        }
        catch (SqliteException error)
        {
            var known = SqliteError.From(error.SqliteErrorCode, db: null);
            throw new LedgerException(known.Code, $"{ResponseStore.PathBeside(_path)}: {known.Message}", error);
        }
    }

    private long EraseAnswers()
    {
        var kept = ResponseStore.PathBeside(_path);
        if (!File.Exists(kept))
        {
            return 0;
        }

        using var file = ResponseFile.Open(kept);
        var removed = 0L;
        while (true)
        {
            var (piece, more) = file.Erase(who);
            removed += piece;
            if (!more)
            {
                return removed;
            }
        }
    }

    private async Task<bool> EmptyLogAsync(SqliteLedger ledger)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (ledger.TruncateLog())
            {
                return true;
            }

            await Task.Delay(Pause, time).ConfigureAwait(false);
        }

        return false;
    }
}
