using System.Text.Json.Nodes;
using AutoClaw.Gateway.Audit;
using AutoClaw.Gateway.Learning;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Responses;

namespace AutoClaw.Gateway.Privacy;

/// <summary>Erases a person wherever a running gateway keeps them: ledger, labels, kept answers, memory. Cost stays, identity goes.</summary>
internal sealed class Erasure(LedgerWriter ledger, ResponseStore responses, RecentRequests recent, ShadowQueue shadows, AuditLog audit) : IDisposable
{
    // Whoever reads the log file is a report: done in a second or two.
    private const int MostTries = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Completes when it is done. Requests under way are not waited for: what they leave is found the next time.</summary>
    /// <param name="who">Whose traces.</param>
    /// <param name="rewrites">Also writes the ledger's file anew, for which entries wait: seconds for a million of them.</param>
    /// <param name="actor">Who asked for it, for the audit log.</param>
    /// <param name="time">For pauses.</param>
    /// <exception cref="LedgerException">It is not done, or not all of it: ask again.</exception>
    /// <exception cref="IOException">The audit log could not be written, and nothing is done.</exception>
    public async Task<ErasureResult> RunAsync(IdentitySelection who, bool rewrites, string actor, TimeProvider time)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            recent.Forget(who);
            if (who.Subject is { } subject)
            {
                shadows.Forget(subject);
            }

            // First: what was done to the ledger is on record even where it is not finished.
            if (who.Subject is { } named)
            {
                Record(audit, actor, SubjectRecords.Count(ledger.Path, named));
            }

            var erasure = new IdentityErasure(who);
            await ledger.RunAsync(file => file.Erase(erasure)).ConfigureAwait(false);
            var answers = await responses.EraseAsync(who).ConfigureAwait(false)
                ?? throw new LedgerException(LedgerException.Unavailable, "The kept answers can't be changed. The gateway's log says why.");
            if (rewrites)
            {
                await ledger.RunAsync(Rewrite, takesLong: true).ConfigureAwait(false);
            }

            var found = erasure.Attempts + erasure.Labels + answers > 0;
            var empty = (found || rewrites || who.Subject is not null) && await EmptyLogAsync(time).ConfigureAwait(false);
            return new ErasureResult(erasure.Attempts, erasure.Requests, erasure.Labels, answers, empty, rewrites);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Says in the audit log how much there was to erase, and never of whom; nothing where there was nothing.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    internal static void Record(AuditLog audit, string actor, (long Attempts, long Requests, long Labels, long Responses) there)
    {
        if (there.Attempts + there.Labels + there.Responses > 0)
        {
            audit.Write("erase", actor, new JsonObject
            {
                ["attempts"] = there.Attempts, ["requests"] = there.Requests, ["labels"] = there.Labels, ["responses"] = there.Responses,
            });
        }
    }

    private static bool Rewrite(SqliteLedger file)
    {
        file.Vacuum();
        return false;
    }

    private async Task<bool> EmptyLogAsync(TimeProvider time)
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

            await Task.Delay(Pause, time).ConfigureAwait(false);
        }

        return false;
    }
}
