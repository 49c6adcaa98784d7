using AutoClaw.Gateway.Audit;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Privacy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AutoClaw.Gateway.Admin;

/// <summary>Hands out what is kept of a person, as JSON Lines.</summary>
internal sealed class AdminExport(LedgerWriter ledger, SubjectHash subjects, AuditLog audit, TimeProvider time)
{
    public async Task ExportAsync(AdminRequest request)
    {
        var context = request.Context;
        var (subject, before, rewrites) = await AdminErasure.ReadAsync(context, time).ConfigureAwait(false);
        if (subject is null || before is not null || rewrites)
        {
            await AdminAnswer.RefuseAsync(
                context, StatusCodes.Status400BadRequest, "invalid_body", null, "The body is not what this path takes. Send {\"subject\": \"...\"}, whom requests were about as their clients said it.").ConfigureAwait(false);
            return;
        }

        if (subjects.Of(subject) is not { } hash)
        {
            await AdminAnswer.RefuseAsync(
                context, StatusCodes.Status400BadRequest, "invalid_subject", "subject", $"'subject' is text of 1 to {SubjectHash.MaxBytes} bytes.").ConfigureAwait(false);
            return;
        }

        var who = IdentitySelection.Of(hash);
        try
        {
            if (!SubjectExport.CountOnRecord(ledger.Path, who, audit, request.Caller.KeyId!).FoundAny)
            {
                await AdminAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, "nothing_kept", "subject", "Nothing is kept of them.").ConfigureAwait(false);
                return;
            }
        }
        catch (LedgerException error)
        {
            await AdminAnswer.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, error.Code, null, error.Message).ConfigureAwait(false);
            return;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await AdminAnswer.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "audit_unavailable", null, $"Nothing is handed out: the audit log can't be written: {error.Message}").ConfigureAwait(false);
            return;
        }

        // One line after the other from SQLite's pages to the socket, however much it is; an error on the way breaks the connection off.
        context.Features.Get<IHttpBodyControlFeature>()!.AllowSynchronousIO = true;
        context.Response.ContentType = "application/x-ndjson";
        await Task.Run(() => SubjectExport.Write(ledger.Path, who, context.Response.Body)).ConfigureAwait(false);
    }
}
