using System.Buffers;
using System.Globalization;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>GET /v1/models and /v1/models/{id}: every name that may be sent as <c>model</c>, and what stands behind it.</summary>
internal sealed class ModelsEndpoint(SnapshotState state, RelayServices services)
{
    // OpenAI wants a date for every model; ours are as old as the process.
    private readonly long _created = services.Time.GetUtcNow().ToUnixTimeSeconds();

    public async Task ListAsync(HttpContext context)
    {
        using var scope = new RequestScope(context, state.Current, services.Time);
        if (await Admission.AuthenticateAsync(scope).ConfigureAwait(false))
        {
            scope.WriteHeaders(null, null);
            var plans = scope.Snapshot.Plans.Values.OrderBy(plan => plan.Threshold is null).ToList();
            await (ClientDialect.Of(context.Request).Wire.Name switch
            {
                WireName.Gemini => WriteAsync(context, output => GeminiAnswers.WriteModels(output, plans.Select(plan => new GeminiModelEntry(plan.Name)))),
                WireName.Anthropic => context.Response.WriteAsJsonAsync(
                    new { data = plans.Select(AnthropicModelOf), has_more = false, first_id = plans[0].Name, last_id = plans[^1].Name }, context.RequestAborted),
                _ => context.Response.WriteAsJsonAsync(
                    new { @object = "list", data = plans.Select(plan => ModelOf(scope.Snapshot, plan)) }, context.RequestAborted),
            }).ConfigureAwait(false);
        }
    }

    public async Task GetAsync(HttpContext context, string id)
    {
        using var scope = new RequestScope(context, state.Current, services.Time);
        if (!await Admission.AuthenticateAsync(scope).ConfigureAwait(false))
        {
            return;
        }

        scope.WriteHeaders(null, null);
        if (scope.Snapshot.PlanOf(id) is { } plan)
        {
            await (ClientDialect.Of(context.Request).Wire.Name switch
            {
                WireName.Gemini => WriteAsync(context, output => GeminiAnswers.WriteModel(output, new GeminiModelEntry(plan.Name))),
                WireName.Anthropic => context.Response.WriteAsJsonAsync(AnthropicModelOf(plan), context.RequestAborted),
                _ => context.Response.WriteAsJsonAsync(ModelOf(scope.Snapshot, plan), context.RequestAborted),
            }).ConfigureAwait(false);
        }
        else
        {
            await ErrorWriter.WriteAsync(context, 404, "model_not_found", "model", Admission.UnknownModel(id)).ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync(HttpContext context, Action<IBufferWriter<byte>> write)
    {
        var body = new ArrayBufferWriter<byte>();
        write(body);
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }

    private Dictionary<string, object?> AnthropicModelOf(RoutePlan plan) => new()
    {
        ["type"] = "model",
        ["id"] = plan.Name,
        ["display_name"] = plan.Name,
        ["created_at"] = DateTimeOffset.FromUnixTimeSeconds(_created).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),

        // Nothing here is given up by anybody; what a route's engines can do differs from one to the next.
        ["lifecycle"] = "active",
        ["deprecated_at"] = null,
        ["retires_at"] = null,
        ["line"] = null,
        ["capabilities"] = null,
        ["max_input_tokens"] = null,
        ["max_tokens"] = null,
    };

    private Dictionary<string, object> ModelOf(GatewaySnapshot snapshot, RoutePlan plan)
    {
        var engines = plan.LocalFirst.Select(candidate => snapshot.Engines[candidate.Index]).ToList();
        return new Dictionary<string, object>
        {
            ["id"] = plan.Name,
            ["object"] = "model",
            ["created"] = _created,
            ["owned_by"] = engines.TrueForAll(engine => engine.Simulated) ? "autoclaw (simulated)" : "autoclaw",
            ["autoclaw"] = new Dictionary<string, object>
            {
                ["kind"] = plan.Threshold is null ? "engine" : "route",
                ["engines"] = engines.Select(engine => new Dictionary<string, object>
                {
                    ["id"] = engine.Id,
                    ["place"] = engine.PlaceHeader.ToString(),
                    ["model"] = engine.Options.Model,
                    ["simulated"] = engine.Simulated,
                }),
                ["simulated"] = engines.Exists(engine => engine.Simulated),
            },
        };
    }
}
