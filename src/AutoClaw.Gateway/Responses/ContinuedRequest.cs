using System.Globalization;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.OpenAiResponses;
using AutoClaw.Gateway.Relay;

namespace AutoClaw.Gateway.Responses;

/// <summary>A request of the Responses API with the kept conversation before it, so that any engine can answer it.</summary>
internal static class ContinuedRequest
{
    /// <summary>The request that is to be answered; null if it has been refused.</summary>
    public static async ValueTask<ChatEnvelope?> OpenAsync(RequestScope scope, RelayServices services, ChatEnvelope envelope)
    {
        var facts = envelope.Responses!;
        if (facts.Background)
        {
            return await RefuseAsync(scope, 400, "field_not_carried", "background", "Answers are not made in the background here. Leave 'background' out, and stream the answer.").ConfigureAwait(false);
        }

        var keeps = facts.Store && scope.Snapshot.KeepsResponses(scope.Plan!.Name);
        if (keeps || facts.PreviousResponseId is not null)
        {
            scope.Keeper = new AnswerKeeper(scope, services, envelope, keeps);
        }

        return facts.PreviousResponseId is { } previous ? await ContinueAsync(scope, services, envelope, previous).ConfigureAwait(false) : envelope;
    }

    private static async ValueTask<ChatEnvelope?> ContinueAsync(RequestScope scope, RelayServices services, ChatEnvelope envelope, string previous)
    {
        const string Field = "previous_response_id";
        var options = scope.Snapshot.Options;
        var conversation = await services.Responses.FindAsync(
            scope.KeyId, previous, options.Limits.MaxBodyBytes - (long)envelope.Body.Length, options.Responses).ConfigureAwait(false);
        switch (conversation.Outcome)
        {
            case StoreOutcome.Failed:
                return await RefuseAsync(scope, 503, "response_store_unavailable", Field, ResponsesEndpoint.Unavailable).ConfigureAwait(false);
            case StoreOutcome.TooLarge:
                return await RefuseAsync(
                    scope, 413, "body_too_large", Field,
                    string.Create(CultureInfo.InvariantCulture, $"The request and the conversation before it are larger than {options.Limits.MaxBodyBytes} bytes. Begin a new conversation, or raise limits.max_body_bytes.")).ConfigureAwait(false);
            case StoreOutcome.NotFound:
                return await RefuseAsync(scope, 400, "previous_response_not_found", Field, NotFound(previous, conversation.Missing)).ConfigureAwait(false);
        }

        if (ResponsesRequestScanner.TryScan(ResponsesInput.Prepend(envelope, conversation.ToItems()).ToArray(), out var whole, out var problem))
        {
            return whole;
        }

        return await RefuseAsync(scope, 400, problem!.Code, problem.Param, problem.Message).ConfigureAwait(false);
    }

    private static string NotFound(string previous, string? missing) => missing == previous
        ? $"Previous response with id '{previous}' not found: it was never kept for this key (store: false), was deleted, or is too old. Send the conversation in 'input'."
        : $"Previous response with id '{previous}' builds on '{missing}', which was deleted or is too old. Send the conversation in 'input'.";

    private static async ValueTask<ChatEnvelope?> RefuseAsync(RequestScope scope, int status, string code, string? param, string message)
    {
        scope.WriteHeaders(null, null);
        await ErrorWriter.WriteAsync(scope.Context, status, code, param, message).ConfigureAwait(false);
        return null;
    }
}
