using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AutoClaw.Gateway.Relay;

/// <summary>Refuses requests for names that are not the gateway's, and browsers' questions for other sites, before anything else looks at them.</summary>
internal static class HostGuard
{
    private const int ShownLength = 200;

    public static void UseHostGuard(this WebApplication app)
    {
        var state = app.Services.GetRequiredService<SnapshotState>();
        var time = app.Services.GetRequiredService<RelayServices>().Time;
        app.Use(next => context =>
            !state.Current.Hosts.Allows(context.Request.Headers.Host.ToString()) ? RefuseAsync(context, time, StatusCodes.Status421MisdirectedRequest, "host_not_allowed", NotOurs(context.Request.Headers.Host.ToString()))
            : OtherSite.IsPreflight(context.Request) ? RefuseAsync(context, time, StatusCodes.Status403Forbidden, OtherSite.Code, OtherSite.Message)
            : next(context));
    }

    private static string NotOurs(string host) =>
        $"This gateway does not answer to '{(host.Length <= ShownLength ? host : host[..ShownLength] + "…")}'. If that name is meant to lead here, add it to 'allowed_hosts' in the configuration.";

    private static async Task RefuseAsync(HttpContext context, TimeProvider time, int status, string code, string message)
    {
        await ErrorWriter.WriteAsync(context, status, code, null, message).ConfigureAwait(false);
        await UnreadBody.DrainAsync(context, time).ConfigureAwait(false);
    }
}
