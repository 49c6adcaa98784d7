using System.Text.Json;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Privacy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Admin;

/// <summary>Erases a person, or whom all old requests were about, on an administrator's word.</summary>
internal sealed class AdminErasure(Erasure erasure, SubjectHash subjects, TimeProvider time, ILogger<AdminErasure> log)
{
    private const string Shape = "Send {\"subject\": \"...\"}, whom requests were about as their clients said it, or {\"before\": \"...\"}, an age or a UTC day or time; and \"rewrite\": true to have the ledger's file written anew.";

    public async Task EraseAsync(AdminRequest request)
    {
        var context = request.Context;
        var (subject, before, rewrites) = await ReadAsync(context, time).ConfigureAwait(false);
        if ((subject is null) == (before is null))
        {
            await AdminAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, "invalid_body", null, $"The body is not what this path takes. {Shape}").ConfigureAwait(false);
            return;
        }

        var hash = subject is null ? null : subjects.Of(subject);
        if (subject is not null && hash is null)
        {
            await AdminAnswer.RefuseAsync(
                context, StatusCodes.Status400BadRequest, "invalid_subject", "subject", $"'subject' is text of 1 to {SubjectHash.MaxBytes} bytes.").ConfigureAwait(false);
            return;
        }

        var who = hash is null ? IdentitySelection.OlderThan(before!.Value) : IdentitySelection.Of(hash);
        try
        {
            // Not given up where the caller leaves: half a person is erased nowhere.
            var result = await erasure.RunAsync(who, rewrites, request.Caller.KeyId!, time).ConfigureAwait(false);
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

    /// <summary>What the body asks for; nothing where it is none.</summary>
    internal static async Task<(string? Subject, DateTimeOffset? Before, bool Rewrites)> ReadAsync(HttpContext context, TimeProvider time)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
            string? subject = null;
            DateTimeOffset? before = null;
            var rewrites = false;
            foreach (var member in document.RootElement.EnumerateObject())
            {
                switch (member.Name, member.Value.ValueKind)
                {
                    case ("subject", JsonValueKind.String) when subject is null:
                        subject = member.Value.GetString();
                        break;
                    case ("before", JsonValueKind.String) when before is null && TimePoint.Parse(member.Value.GetString()!, time.GetUtcNow()) is { } moment:
                        before = moment;
                        break;
                    case ("rewrite", JsonValueKind.True or JsonValueKind.False):
                        rewrites = member.Value.GetBoolean();
                        break;
                    default:
                        return (null, null, false);
                }
            }

            return (subject, before, rewrites);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or BadHttpRequestException)
        {
            // Invalid operation: no object, or half a surrogate pair.
            return (null, null, false);
        }
    }
}
