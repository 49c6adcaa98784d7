using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// Refuses what no handler is to look at: requests for names that are not the gateway's, browsers' questions for other sites, and bodies whose
/// end two readers could see at different places.
/// </summary>
internal static class RequestGuard
{
    private const int ShownLength = 200;

    public static void UseRequestGuard(this WebApplication app)
    {
        var state = app.Services.GetRequiredService<SnapshotState>();
        var time = app.Services.GetRequiredService<RelayServices>().Time;
        app.Use(next => context =>
            !state.Current.Hosts.Allows(context.Request.Headers.Host.ToString()) ? RefuseAsync(context, time, StatusCodes.Status421MisdirectedRequest, "host_not_allowed", NotOurs(context.Request.Headers.Host.ToString()))
            : OtherSite.IsPreflight(context.Request) ? RefuseAsync(context, time, StatusCodes.Status403Forbidden, OtherSite.Code, OtherSite.Message)
            : context.Request.Headers.TransferEncoding.Count > 0 && IsAmbiguous(context.Request.Headers) ? CloseAsync(context)
            : next(context));
    }

    private static string NotOurs(string host) =>
        $"This gateway does not answer to '{(host.Length <= ShownLength ? host : host[..ShownLength] + "…")}'. If that name is meant to lead here, add it to 'allowed_hosts' in the configuration.";

    // The server goes by the chunks, and keeps a length that came beside them under another name. A proxy before it may have gone by the length.
    private static bool IsAmbiguous(IHeaderDictionary headers) =>
        headers.ContainsKey("X-Content-Length") || !headers.TransferEncoding.ToString().Equals("chunked", StringComparison.OrdinalIgnoreCase);

    private static async Task RefuseAsync(HttpContext context, TimeProvider time, int status, string code, string message)
    {
        await ErrorWriter.WriteAsync(context, status, code, null, message).ConfigureAwait(false);
        await UnreadBody.DrainAsync(context, time).ConfigureAwait(false);
    }

    // Nothing that follows on this connection can be trusted to be a request.
    private static Task CloseAsync(HttpContext context)
    {
        context.Response.Headers.Connection = "close";
        return ErrorWriter.WriteAsync(
            context, StatusCodes.Status400BadRequest, "invalid_request_body", null, "The request says in two ways where its body ends. Send Content-Length, or Transfer-Encoding: chunked.");
    }
}
