using AutoClaw.Core.Privacy;
using AutoClaw.Core.Wire;
using AutoClaw.Gateway.Relay;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Privacy;

/// <summary>Does with a request what its personal data ask for: before it is decided who answers, so that all that follows is bound by it.</summary>
internal static class ContentPolicy
{
    /// <summary>Who says that a request is private: what is in it.</summary>
    public const string Reason = "content";

    /// <summary>Labels a chat request by what it says, and has its placeholders ready. False: it has been refused.</summary>
    public static async ValueTask<bool> ApplyAsync(RequestScope scope, RelayServices services, ChatEnvelope envelope)
    {
        if (scope.Snapshot.Scan is not { } scan || (scope.Privacy.Label.LocalOnly && !scan.MayBlock))
        {
            return true;
        }

        var found = scan.Look(envelope.Body);
        if (found.Blocked is { } type)
        {
            await RefuseAsync(scope, type).ConfigureAwait(false);
            return false;
        }

        if (found is { Replaced: { } replaced, StaysHome: null } && !scope.Privacy.Label.LocalOnly)
        {
            scope.Masked = MaskedChat.Create(scope, services, envelope, replaced);

            // What can't be replaced can't leave.
            found = scope.Masked is null ? found with { StaysHome = Reason } : found;
        }

        StayHome(scope, found.StaysHome);
        return true;
    }

    /// <summary>As for chats, except that nothing is replaced: vectors of placeholders compare with nothing. False: it has been refused.</summary>
    public static async ValueTask<bool> ApplyAsync(RequestScope scope, ReadOnlyMemory<byte> embeddings)
    {
        if (scope.Snapshot.Scan is not { } scan || (scope.Privacy.Label.LocalOnly && !scan.MayBlock))
        {
            return true;
        }

        var found = scan.Look(embeddings);
        if (found.Blocked is { } type)
        {
            await RefuseAsync(scope, type).ConfigureAwait(false);
            return false;
        }

        StayHome(scope, found.StaysHome ?? (found.Replaced is null ? null : Reason));
        return true;
    }

    private static void StayHome(RequestScope scope, string? reason)
    {
        if (reason is not null)
        {
            scope.Privacy = scope.Privacy.And(PrivacyLabel.Private, reason);
        }
    }

    // Names the type and never the value.
    private static Task RefuseAsync(RequestScope scope, PiiType type)
    {
        scope.WriteHeaders(null, null);
        return ErrorWriter.WriteAsync(
            scope.Context, StatusCodes.Status400BadRequest, "content_blocked", null,
            $"The request has what looks like a {PiiTypes.NameOf(type)}, which nobody may be sent here. Leave it out. No engine was asked.");
    }
}
