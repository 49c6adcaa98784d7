using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Gateway.Learning;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Relay;
using AutoClaw.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AutoClaw.Gateway;

/// <summary>
/// All routes of the gateway. Dispatched by hand: a table of ten fixed paths needs no route matcher.
/// </summary>
internal static class GatewayEndpoints
{
    private const string ModelPrefix = "/v1/models/";

    public static void MapGateway(this WebApplication app)
    {
        var chat = app.Services.GetRequiredService<ChatRelay>();
        var tokens = app.Services.GetRequiredService<TokenCountEndpoint>();
        var embeddings = app.Services.GetRequiredService<EmbeddingsRelay>();
        var feedback = app.Services.GetRequiredService<FeedbackEndpoint>();
        var responses = app.Services.GetRequiredService<ResponsesEndpoint>();
        var models = app.Services.GetRequiredService<ModelsEndpoint>();
        var services = app.Services.GetRequiredService<RelayServices>();
        var state = app.Services.GetRequiredService<SnapshotState>();
        app.Run(context => Guard(context, services, Dispatch));

        Task Dispatch(HttpContext context)
        {
            var path = context.Request.Path.Value ?? "";
            return (context.Request.Method, path) switch
            {
                ("POST", "/v1/chat/completions") => chat.HandleAsync(context),
                ("POST", "/v1/responses") => chat.HandleAsync(context),
                ("GET", "/v1/responses") when context.Request.Headers.Upgrade.Count > 0 => NoUpgrade(context),
                (_, _) when path.StartsWith(ResponsesEndpoint.Prefix, StringComparison.Ordinal) && path.Length > ResponsesEndpoint.Prefix.Length =>
                    responses.HandleAsync(context, path[ResponsesEndpoint.Prefix.Length..]),
                ("POST", "/v1/messages") => chat.HandleAsync(context),
                ("POST", "/v1/messages/count_tokens") => tokens.HandleAsync(context),
                ("POST", "/v1/embeddings") => embeddings.HandleAsync(context),
                ("POST", "/v1/route") => chat.ExplainAsync(context),
                ("POST", "/v1/feedback") => feedback.HandleAsync(context),
                ("GET", "/v1/models") => models.ListAsync(context),
                ("POST", _) when GeminiPath.TargetOf(context.Request) is { } target =>
                    target.Method == GeminiMethod.CountTokens ? tokens.HandleAsync(context) : chat.HandleAsync(context),
                ("GET", GeminiPath.Models) => models.ListAsync(context),
                ("GET", _) when path.StartsWith(GeminiPath.Models + "/", StringComparison.Ordinal) => models.GetAsync(context, path[(GeminiPath.Models.Length + 1)..]),
                ("GET", _) when path.StartsWith(ModelPrefix, StringComparison.Ordinal) => models.GetAsync(context, path[ModelPrefix.Length..]),
                ("GET" or "HEAD", "/healthz") => context.Response.WriteAsync("ok\n", context.RequestAborted),
                ("GET" or "HEAD", "/readyz") => Readiness.WriteAsync(context, services.Ledger, state.Current),
                _ => NotFound(context, path),
            };
        }
    }

    // The last line of defence: a bug becomes an answer and a log entry, and the connection stays usable where it can.
    private static async Task Guard(HttpContext context, RelayServices services, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer; the exchange has settled what there was.
        }
        catch (Exception error) when (error is not BrokenAnswerException)
        {
            services.Log.Unexpected(error, context.Request.Method, context.Request.Path);
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            context.Response.Clear();
            await ErrorWriter.WriteAsync(
                context, 500, "internal_error", null, "AutoClaw failed in a way it should not. The gateway's log has the details.").ConfigureAwait(false);
        }

        if (context.Response.StatusCode >= 400)
        {
            await UnreadBody.DrainAsync(context, services.Time).ConfigureAwait(false);
        }
    }

    // The status that tells a client which tries a WebSocket first that this path is HTTP's.
    private static Task NoUpgrade(HttpContext context) => ErrorWriter.WriteAsync(
        context, StatusCodes.Status426UpgradeRequired, "websocket_not_supported", null, "Responses are streamed over HTTP here: POST to this path with \"stream\": true.");

    private static Task NotFound(HttpContext context, string path)
    {
        var known = path is "/v1/chat/completions" or "/v1/responses" or "/v1/messages" or "/v1/messages/count_tokens" or "/v1/embeddings" or "/v1/route" or "/v1/feedback" or "/v1/models" or GeminiPath.Models or "/healthz" or "/readyz";
        return known
            ? ErrorWriter.WriteAsync(context, 405, "method_not_allowed", null, $"{context.Request.Method} is not for {path}. See the README for the endpoints.")
            : ErrorWriter.WriteAsync(context, 404, "unknown_path", null, $"There is nothing at {path}. A client's base URL ends in /v1.");
    }
}
