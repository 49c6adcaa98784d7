using System.Text.Json.Nodes;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Observability;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Audit;

/// <summary>Puts a hash of the ledger's new entries into the audit log once a minute, and when the gateway stops.</summary>
internal sealed class AuditWorker(AuditLog audit, LedgerWriter ledger, TimeProvider time, ILogger<AuditWorker> log) : BackgroundService
{
    /// <summary>Entries in one record at most: a second or two of reading.</summary>
    public const long Most = 100_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Reading may take a moment, and the gateway is not to start later for it.
        await Task.Yield();
        Add();
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                Add();
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops; what it has still to answer is in the next start's first record.
        }
    }

    private void Add()
    {
        try
        {
            AddNew(audit, ledger.Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or LedgerException)
        {
            // Nothing is lost: the next record begins where the last one ended.
            log.AuditFailed(audit.Path, error.Message);
        }
    }

    /// <summary>A record for each range of entries that has none yet.</summary>
    /// <returns>How many records.</returns>
    public static int AddNew(AuditLog audit, string ledger)
    {
        var records = 0;
        for (var after = AuditVerification.LastThrough(audit.Path); LedgerDigest.Next(ledger, after, Most) is { } next; after = next.Through)
        {
            audit.Write("ledger", "gateway", new JsonObject
            {
                ["after"] = next.After, ["through"] = next.Through, ["attempts"] = next.Attempts, ["labelled"] = next.Labelled, ["egress_bytes"] = next.EgressBytes, ["sha256"] = next.Sha256,
            });
            records++;
        }

        return records;
    }
}
