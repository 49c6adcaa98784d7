using System.Text.Json.Nodes;
using AutoClaw.Gateway.Audit;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Admin;

/// <summary>
/// All that the administrators' listener answers, as a table. What is not in it is refused; who has no key is told nothing, not even what
/// there is. Requests of the clients' endpoint go on untouched.
/// </summary>
internal static class AdminEndpoints
{
    public static IReadOnlyList<AdminRoute> Routes(AdminViews views, AdminReports reports, AdminAdvice advice, AdminActions actions, (AdminErasure Erasure, AdminExport Export) people, RequestDelegate metrics) =>
    [
        new("GET", "/admin/status", AdminScope.Read, views.StatusAsync),
        new("GET", "/admin/engines", AdminScope.Read, views.EnginesAsync),
        new("GET", "/admin/config", AdminScope.Read, views.ConfigAsync),
        new("GET", "/admin/usage", AdminScope.Read, reports.UsageAsync),
        new("GET", "/admin/requests/{id}", AdminScope.Read, reports.RequestAsync),
        new("POST", "/admin/advise", AdminScope.Read, advice.AdviseAsync) { MaxBodyBytes = AdminAdvice.MaxBodyBytes },
        new("POST", "/admin/engines/{id}/drain", AdminScope.Write, actions.DrainAsync),
        new("POST", "/admin/engines/{id}/resume", AdminScope.Write, actions.ResumeAsync),
        new("POST", "/admin/config/reload", AdminScope.Write, actions.ReloadAsync),
        new("POST", "/admin/privacy/erase", AdminScope.Write, people.Erasure.EraseAsync),
        new("POST", "/admin/privacy/export", AdminScope.Write, people.Export.ExportAsync),
        new("GET", "/metrics", AdminScope.Read, request => metrics(request.Context)),
    ];

    public static void UseAdmin(this WebApplication app)
    {
        var branch = ((IApplicationBuilder)app).New();
        branch.UseMetricsEndpoint();
        var services = app.Services;
        var routes = Routes(
            services.GetRequiredService<AdminViews>(), services.GetRequiredService<AdminReports>(), services.GetRequiredService<AdminAdvice>(),
            services.GetRequiredService<AdminActions>(), (services.GetRequiredService<AdminErasure>(), services.GetRequiredService<AdminExport>()), branch.Build());
        var access = services.GetRequiredService<AdminAccess>();
        var audit = services.GetRequiredService<AuditLog>();
        var log = services.GetRequiredService<ILogger<AdminAccess>>();
        app.Use(next => context => context.Features.Get<AdminDoor>() is { } door ? HandleAsync(context, door) : next(context));

        async Task HandleAsync(HttpContext context, AdminDoor door)
        {
            try
            {
                await AnswerAsync(context, door, access, routes, audit, log).ConfigureAwait(false);
            }
            catch (Exception) when (context.RequestAborted.IsCancellationRequested)
            {
                // Nobody is left to answer.
            }
            catch (Exception error)
            {
                log.AdminFailed(error, context.Request.Method, context.Request.Path);
                if (context.Response.HasStarted)
                {
                    context.Abort();
                    return;
                }

                context.Response.Clear();
                await AdminAnswer.RefuseAsync(context, 500, "internal_error", null, "AutoClaw failed in a way it should not. The gateway's log has the details.").ConfigureAwait(false);
            }
        }
    }

    private static async Task AnswerAsync(HttpContext context, AdminDoor door, AdminAccess access, IReadOnlyList<AdminRoute> routes, AuditLog audit, ILogger log)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = AdminRoute.UsualMaxBodyBytes;
        if (access.CallerOf(context, door) is not { } caller)
        {
            response.Headers.WWWAuthenticate = "Bearer";
            var none = request.Headers.Authorization.Count == 0;
            await AdminAnswer.RefuseAsync(
                context, 401, none ? "missing_admin_key" : "invalid_admin_key", null,
                none ? "No admin key. Send 'Authorization: Bearer sk-ac-admin-…'; 'autoclaw keys new --admin' makes one." : "This is no admin key of this gateway. A client's key opens nothing here.").ConfigureAwait(false);
            return;
        }

        foreach (var route in routes)
        {
            if (route.Match(request.Method, request.Path.Value ?? string.Empty) is { } id)
            {
                await EnterAsync(route, new AdminRequest(context, caller, id), audit, log).ConfigureAwait(false);
                return;
            }
        }

        await AdminAnswer.RefuseAsync(context, 404, "unknown_path", null, "There is nothing like that here. See docs/admin.md for what there is.").ConfigureAwait(false);
    }

    private static Task EnterAsync(AdminRoute route, AdminRequest request, AuditLog audit, ILogger log)
    {
        var context = request.Context;
        if (request.Caller.Scope < route.Needs)
        {
            log.AdminRefused(request.Caller.KeyId ?? "(anonymous)", route.Method, route.Path);
            return AdminAnswer.RefuseAsync(context, 403, "admin_scope", null, "This key may look and not change anything. Its 'scope' in admin.keys says so.");
        }

        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = route.MaxBodyBytes;
        if (context.Request.ContentLength > route.MaxBodyBytes)
        {
            context.Response.Headers.Connection = "close";
            return AdminAnswer.RefuseAsync(context, 413, "body_too_large", null, $"No request to this path has a body of more than {route.MaxBodyBytes} bytes.");
        }

        return route.Needs == AdminScope.Write ? ChangeAsync(route, request, audit, log) : route.Handle(request);
    }

    // Written down before it is done: what can't be is not done.
    private static async Task ChangeAsync(AdminRoute route, AdminRequest request, AuditLog audit, ILogger log)
    {
        var (context, actor) = (request.Context, request.Caller.KeyId ?? "(anonymous)");
        try
        {
            audit.Write("admin", actor, What(context));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.AuditFailed(audit.Path, error.Message);
            await AdminAnswer.RefuseAsync(context, 503, "audit_unavailable", null, "The audit log can't be written, so nothing is changed. The gateway's log says why.").ConfigureAwait(false);
            return;
        }

        await route.Handle(request).ConfigureAwait(false);
        if (context.Response.StatusCode >= StatusCodes.Status400BadRequest)
        {
            var refused = What(context);
            refused["status"] = context.Response.StatusCode;
            audit.Write("admin_refused", actor, refused);
        }
    }

    private static JsonObject What(HttpContext context) => new() { ["method"] = context.Request.Method, ["path"] = context.Request.Path.Value };
}
