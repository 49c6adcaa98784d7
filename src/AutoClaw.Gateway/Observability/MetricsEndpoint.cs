using Microsoft.AspNetCore.Builder;

namespace AutoClaw.Gateway.Observability;

/// <summary><c>GET /metrics</c>, which no reader holds up for another.</summary>
internal static class MetricsEndpoint
{
    public static void UseMetricsEndpoint(this IApplicationBuilder app) => app.UseOpenTelemetryPrometheusScrapingEndpoint(
        meterProvider: null,
        predicate: null,
        path: "/metrics",
        configureBranchedPipeline: branch => branch.Use(async (context, next) =>
        {
            // The exporter spins on its thread until the reader before has taken its last byte. Requests run on the threads that serve all
            // sockets, so a reader that takes nothing would stop the gateway: the exporter writes into memory, which takes all at once.
            var body = context.Response.Body;
            using var buffer = new MemoryStream();
            context.Response.Body = buffer;
            try
            {
                await next(context).ConfigureAwait(false);
            }
            finally
            {
                context.Response.Body = body;
            }

            await body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted).ConfigureAwait(false);
        }),
        optionsName: null);
}
