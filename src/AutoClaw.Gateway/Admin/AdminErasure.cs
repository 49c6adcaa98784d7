using System.Text.Json;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Privacy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Admin;

/// <summary>Erases a person on an administrator's word.</summary>
internal sealed class AdminErasure(Erasure erasure, SubjectHash subjects, TimeProvider time, ILogger<AdminErasure> log)
{
    private const string Shape = "Send {\"subject\": \"...\"}, whom requests were about as their clients said it, and \"rewrite\": true to have the ledger's file written anew.";

    public async Task EraseAsync(AdminRequest request)
    {
        var context = request.Context;
        var (subject, rewrites) = await ReadAsync(context).ConfigureAwait(false);
        if (subject is null)
        {
            await AdminAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, "invalid_body", null, $"The body is not what this path takes. {Shape}").ConfigureAwait(false);
            return;
        }

        if (subjects.Of(subject) is not { } hash)
        {
            await AdminAnswer.RefuseAsync(
                context, StatusCodes.Status400BadRequest, "invalid_subject", "subject", $"'subject' is text of 1 to {SubjectHash.MaxBytes} bytes.").ConfigureAwait(false);
            return;
        }

        try
        {
            // Not given up where the caller leaves: half a person is erased nowhere.
            var result = await erasure.RunAsync(IdentitySelection.Of(hash), rewrites, request.Caller.KeyId!, time).ConfigureAwait(false);
            log.Erased(request.Caller.KeyId!, result.Attempts, result.Labels, result.Responses);
            await AdminAnswer.WriteAsync(context, result).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await AdminAnswer.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "audit_unavailable", null, $"Nothing is erased: the audit log can't be written: {error.Message}").ConfigureAwait(false);
        }
        catch (LedgerException error)
        {
            await AdminAnswer.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, error.Code, null, $"Not all is erased: {error.Message} Ask again.").ConfigureAwait(false);
        }
    }

    private static async Task<(string? Subject, bool Rewrites)> ReadAsync(HttpContext context)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
            string? subject = null;
            var rewrites = false;
            foreach (var member in document.RootElement.EnumerateObject())
            {
                switch (member.Name, member.Value.ValueKind)
                {
                    case ("subject", JsonValueKind.String) when subject is null:
                        subject = member.Value.GetString();
                        break;
                    case ("rewrite", JsonValueKind.True or JsonValueKind.False):
                        rewrites = member.Value.GetBoolean();
                        break;
                    default:
                        return (null, false);
                }
            }

            return (subject, rewrites);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or BadHttpRequestException)
        {
            // Invalid operation: no object, or half a surrogate pair.
            return (null, false);
        }
    }
}
