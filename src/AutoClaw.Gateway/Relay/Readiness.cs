using AutoClaw.Gateway.Ledger;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>GET /readyz: 200 while requests can be served and recorded, else 503 with the reason.</summary>
internal static class Readiness
{
    public static Task WriteAsync(HttpContext context, LedgerWriter ledger)
    {
        if (ledger.IsFailing)
        {
            context.Response.StatusCode = 503;
            return context.Response.WriteAsync($"not ready: the ledger can't be written ({ledger.LastFailure?.Code})\n", context.RequestAborted);
        }

        return context.Response.WriteAsync("ready\n", context.RequestAborted);
    }
}
