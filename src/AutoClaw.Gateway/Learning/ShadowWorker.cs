using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Relay;
using Microsoft.Extensions.Hosting;

namespace AutoClaw.Gateway.Learning;

/// <summary>Works off the copies, a few at a time. When the gateway stops, calls under way are cancelled and settled, and what waits is left.</summary>
internal sealed class ShadowWorker(ShadowQueue queue, ShadowBudget budget, RelayServices services) : BackgroundService
{
    // Copies shall use what engines have to spare, not compete with clients for it.
    private const int AtOnce = 2;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => WorkAsync(stoppingToken), CancellationToken.None)));

    private async Task WorkAsync(CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                await RunAsync(await queue.Jobs.ReadAsync(stopping).ConfigureAwait(false), stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task RunAsync(ShadowJob job, CancellationToken stopping)
    {
        try
        {
            services.Metrics.RecordShadow(await new ShadowRun(job, services, budget, stopping).RunAsync().ConfigureAwait(false));
        }
        catch (LedgerException error)
        {
            services.Log.ShadowNotRecorded(job.Request.RequestId, error.Message);
            services.Metrics.RecordShadow("ledger");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A bug in a copy must neither end the worker nor the gateway.
            services.Log.Unexpected(error, "shadow", job.Request.RequestId);
            services.Metrics.RecordShadow("bug");
        }
    }
}
