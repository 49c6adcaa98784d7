using System.Text.Json;
using AutoClaw.Core.Wire.OpenAiResponses;
using AutoClaw.Gateway.Relay;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Responses;

/// <summary>What is under <c>/v1/responses/</c>: kept answers of the caller's own key. Other keys' are not there for it.</summary>
internal sealed class ResponsesEndpoint(SnapshotState state, RelayServices services)
{
    public const string Prefix = "/v1/responses/";

    public const string Unavailable = "The kept answers can't be read at the moment. The gateway's log says why.";

    /// <param name="context">The call.</param>
    /// <param name="target">The path behind <see cref="Prefix"/>.</param>
    public async Task HandleAsync(HttpContext context, string target)
    {
        using var scope = new RequestScope(context, state.Current, services.Time);
        if (!await Admission.AuthenticateAsync(scope).ConfigureAwait(false))
        {
            return;
        }

        scope.WriteHeaders(null, null);
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        var (id, part) = slash < 0 ? (target, "") : (target[..slash], target[(slash + 1)..]);
        await ((context.Request.Method, part) switch
        {
            ("GET", "") => GetAsync(scope, id),
            ("DELETE", "") => DeleteAsync(scope, id),
            ("POST", "cancel") => CancelAsync(scope, id),
            ("GET", "input_items") => ListAsync(scope, id),
            (_, "" or "cancel" or "input_items") => ErrorWriter.WriteAsync(context, 405, "method_not_allowed", null, $"{context.Request.Method} is not for {context.Request.Path}."),
            _ => ErrorWriter.WriteAsync(context, 404, "unknown_path", null, $"There is nothing at {context.Request.Path}."),
        }).ConfigureAwait(false);
    }

    private async Task GetAsync(RequestScope scope, string id)
    {
        if (scope.Context.Request.Query["stream"] == "true")
        {
            await ErrorWriter.WriteAsync(scope.Context, 400, "field_not_carried", "stream", "Kept answers are not streamed: leave 'stream' out.").ConfigureAwait(false);
            return;
        }

        var (outcome, response) = await services.Responses.GetAsync(scope.KeyId, id, scope.Snapshot.Options.Responses).ConfigureAwait(false);
        await (response is null ? RefuseAsync(scope, id, outcome) : WriteAsync(scope, response)).ConfigureAwait(false);
    }

    private async Task DeleteAsync(RequestScope scope, string id)
    {
        var outcome = await services.Responses.DeleteAsync(scope.KeyId, id, scope.Snapshot.Options.Responses).ConfigureAwait(false);
        await (outcome == StoreOutcome.Done
            ? WriteAsync(scope, (byte[])[.. "{\"id\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(id), .. ",\"object\":\"response.deleted\",\"deleted\":true}"u8])
            : RefuseAsync(scope, id, outcome)).ConfigureAwait(false);
    }

    private async Task CancelAsync(RequestScope scope, string id)
    {
        var (outcome, response) = await services.Responses.GetAsync(scope.KeyId, id, scope.Snapshot.Options.Responses).ConfigureAwait(false);
        await (response is null
            ? RefuseAsync(scope, id, outcome)
            : ErrorWriter.WriteAsync(scope.Context, 400, "response_not_cancellable", null, "Only answers that are made in the background can be cancelled, and this one is whole.")).ConfigureAwait(false);
    }

    private async Task ListAsync(RequestScope scope, string id)
    {
        var query = scope.Context.Request.Query;
        if (InputItemQuery.Parse(query["limit"], query["order"], query["after"], out var param) is not { } page)
        {
            await ErrorWriter.WriteAsync(
                scope.Context, 400, "invalid_query", param, param == "limit" ? $"'limit' is 1 to {InputItemQuery.MostItems}." : "'order' is asc or desc.").ConfigureAwait(false);
            return;
        }

        var conversation = await services.Responses.FindAsync(scope.KeyId, id, long.MaxValue, scope.Snapshot.Options.Responses).ConfigureAwait(false);
        if (conversation.Outcome != StoreOutcome.Done)
        {
            await RefuseAsync(scope, conversation.Missing ?? id, conversation.Outcome).ConfigureAwait(false);
            return;
        }

        using var list = PooledBuffer.Rent();
        await (InputItemList.TryWrite(conversation.Turns, page, list)
            ? WriteAsync(scope, list.Memory)
            : ErrorWriter.WriteAsync(scope.Context, 400, "invalid_query", "after", "'after' is the id of no input item of this response.")).ConfigureAwait(false);
    }

    private static Task RefuseAsync(RequestScope scope, string id, StoreOutcome outcome) => outcome == StoreOutcome.NotFound
        ? ErrorWriter.WriteAsync(scope.Context, 404, "response_not_found", null, $"Response with id '{id}' not found: it was never kept for this key, was deleted, or is too old.")
        : ErrorWriter.WriteAsync(scope.Context, 503, "response_store_unavailable", null, Unavailable);

    private static async Task WriteAsync(RequestScope scope, ReadOnlyMemory<byte> body)
    {
        var response = scope.Context.Response;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, scope.Context.RequestAborted).ConfigureAwait(false);
    }
}
