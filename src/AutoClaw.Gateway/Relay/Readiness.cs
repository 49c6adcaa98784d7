using AutoClaw.Gateway.Ledger;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// GET /readyz: 200 while requests can be served and recorded, else 503 with the reason; then a line for each engine that is asked how it
/// is. An engine that is down does not make the gateway unready: another one answers, or the client is told.
/// </summary>
internal static class Readiness
{
    public static Task WriteAsync(HttpContext context, LedgerWriter ledger, GatewaySnapshot snapshot)
    {
        if (ledger.IsFailing)
        {
            context.Response.StatusCode = 503;
            return context.Response.WriteAsync($"not ready: the ledger can't be written ({ledger.LastFailure?.Code})\n{Engines(snapshot)}", context.RequestAborted);
        }

        return context.Response.WriteAsync("ready\n" + Engines(snapshot), context.RequestAborted);
    }

    private static string Engines(GatewaySnapshot snapshot) => string.Concat(snapshot.Engines
        .Where(engine => engine.Health.IsWatched)
        .Select(engine => (engine.Id, engine.Health.State))
        .Select(each => $"engine {each.Id}: {each.State.Word}{(each.State.Detail is { } detail ? $" ({detail})" : "")}\n"));
}
