using System.Globalization;
using AutoClaw.Gateway.Ledger;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// GET /readyz: 200 while requests can be served and, unless the configuration says that they are served all the same, recorded; else 503 with the reason; then a line for each engine that is asked how it
/// is. An engine that is down does not make the gateway unready: another one answers, or the client is told.
/// </summary>
internal static class Readiness
{
    public static Task WriteAsync(HttpContext context, LedgerWriter ledger, GatewaySnapshot snapshot)
    {
        if (ledger is { IsFailing: true, Serves: false })
        {
            context.Response.StatusCode = 503;
            return context.Response.WriteAsync($"not ready: the ledger can't be written ({ledger.LastFailure?.Code})\n{Engines(snapshot)}", context.RequestAborted);
        }

        var entries = ledger.IsFailing ? string.Create(CultureInfo.InvariantCulture, $"the ledger can't be written ({ledger.LastFailure?.Code}): {ledger.Waiting} entries wait in memory\n") : "";
        return context.Response.WriteAsync("ready\n" + entries + Engines(snapshot), context.RequestAborted);
    }

    private static string Engines(GatewaySnapshot snapshot) => string.Concat(snapshot.Engines
        .Where(engine => engine.Health.IsWatched)
        .Select(engine => (engine.Id, engine.Health.State))
        .Select(each => $"engine {each.Id}: {each.State.Word}{(each.State.Detail is { } detail ? $" ({detail})" : "")}\n"));
}
