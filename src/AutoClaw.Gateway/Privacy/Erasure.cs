using System.Globalization;
using System.Text.Json.Nodes;
using AutoClaw.Gateway.Audit;
using AutoClaw.Gateway.Learning;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Responses;

namespace AutoClaw.Gateway.Privacy;

/// <summary>Erases a person, or all that is old, wherever a running gateway keeps it: ledger, labels, kept answers, memory. Cost stays, identity goes.</summary>
internal sealed class Erasure(LedgerWriter ledger, ResponseStore responses, RecentRequests recent, ShadowQueue shadows, AuditLog audit) : IDisposable
{
    // Whoever reads the log file is a report: done in a second or two.
    private const int MostTries = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Completes when it is done. Requests under way are not waited for: what they leave is found the next time.</summary>
    /// <param name="who">Whose traces. By age, nothing is done where there is nothing.</param>
    /// <param name="rewrites">Also writes the ledger's file anew, for which entries wait: seconds for a million of them.</param>
    /// <param name="actor">Who asked for it, for the audit log.</param>
    /// <param name="time">For pauses.</param>
    /// <param name="stopping">Gives up between two pieces; what was erased by then stays so.</param>
    /// <exception cref="LedgerException">It is not done, or not all of it: ask again.</exception>
    /// <exception cref="IOException">The audit log could not be written, and nothing is done.</exception>
    public async Task<ErasureResult> RunAsync(IdentitySelection who, bool rewrites, string actor, TimeProvider time, CancellationToken stopping = default)
    {
        await _turn.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            recent.Forget(who);
            if (who.Subject is { } subject)
            {
                shadows.Forget(subject);
            }

            // First: what was done to the ledger is on record even where it is not finished.
            var there = Record(audit, actor, who, SubjectRecords.Count(ledger.Path, who));
            if (!there && !rewrites && who.Subject is null)
            {
                return new ErasureResult(0, 0, 0, 0, LogIsEmpty: true, Rewritten: false);
            }

            var erasure = new IdentityErasure(who);
            await ledger.RunAsync(file => file.Erase(erasure) && !stopping.IsCancellationRequested).ConfigureAwait(false);
            stopping.ThrowIfCancellationRequested();
            var answers = await EraseAnswersAsync(who, stopping).ConfigureAwait(false);
            if (rewrites)
            {
                await ledger.RunAsync(Rewrite, takesLong: true).ConfigureAwait(false);
            }

            var empty = await EmptyLogAsync(time, stopping).ConfigureAwait(false);
            return new ErasureResult(erasure.Attempts, erasure.Requests, erasure.Labels, answers, empty, rewrites);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Says in the audit log how much there is to erase, and never of whom; nothing where there is nothing.</summary>
    /// <returns>There is something.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    internal static bool Record(AuditLog audit, string actor, IdentitySelection who, (long Attempts, long Requests, long Labels, long Responses) there)
    {
        if (there.Attempts + there.Labels + there.Responses == 0)
        {
            return false;
        }

        var data = new JsonObject { ["attempts"] = there.Attempts, ["requests"] = there.Requests, ["labels"] = there.Labels, ["responses"] = there.Responses };
        if (who.Before is { } before)
        {
            data["before"] = before.ToString("O", CultureInfo.InvariantCulture);
        }

        audit.Write("erase", actor, data);
        return true;
    }

    private async Task<long> EraseAnswersAsync(IdentitySelection who, CancellationToken stopping)
    {
        var removed = 0L;
        while (true)
        {
            stopping.ThrowIfCancellationRequested();
            var (piece, more) = await responses.EraseAsync(who).ConfigureAwait(false)
                ?? throw new LedgerException(LedgerException.Unavailable, "The kept answers can't be changed. The gateway's log says why.");
            removed += piece;
            if (!more)
            {
                return removed;
            }
        }
    }

    private static bool Rewrite(SqliteLedger file)
    {
        file.Vacuum();
        return false;
    }

    private async Task<bool> EmptyLogAsync(TimeProvider time, CancellationToken stopping)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var done = false;
            await ledger.RunAsync(file =>
            {
                done = file.TruncateLog();
                return false;
            }, takesLong: true).ConfigureAwait(false);
            if (done)
            {
                return true;
            }

            await Task.Delay(Pause, time, stopping).ConfigureAwait(false);
        }

        return false;
    }
}
