using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Relay;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Privacy;

/// <summary>
/// Takes out whom requests were about that are older than <c>privacy.retention</c>, and what was kept of their texts: at the start, once an hour,
/// and when other options come into force. It remembers nothing: what one turn has not done is there for the next one, also after a restart.
/// </summary>
internal sealed class RetentionWorker(SnapshotState state, Erasure erasure, TimeProvider time, ILogger<RetentionWorker> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The gateway is not to start later for it.
        await Task.Yield();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                // Asked for first: options that come meanwhile are not waited an hour for.
                var changed = state.Changed;
                var done = await RunAsync(stoppingToken).ConfigureAwait(false);
                using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(changed, Task.Delay(done ? Interval : AfterFailure, time, waiting.Token)).ConfigureAwait(false);
                await waiting.CancelAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task<bool> RunAsync(CancellationToken stopping)
    {
        if (state.Current.Options.Privacy.Retention is not { } retention)
        {
            return true;
        }

        try
        {
            var before = time.GetUtcNow() - retention;
            var result = await erasure.RunAsync(IdentitySelection.OlderThan(before), rewrites: false, "retention", time, stopping).ConfigureAwait(false);
            if (result.FoundAny)
            {
                log.Retired(before.UtcDateTime, result.Attempts, result.Labels, result.Responses);
            }

            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException && !stopping.IsCancellationRequested)
        {
            // Whatever it was: a period that is silently not kept would be worse than a line in the log each minute.
            log.NotRetired(error.Message);
            return false;
        }
    }
}
