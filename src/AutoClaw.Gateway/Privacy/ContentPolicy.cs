using AutoClaw.Core.Model;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Pseudonyms;
using AutoClaw.Core.Wire;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Relay;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Privacy;

/// <summary>Does with a request what its personal data ask for: before it is decided who answers, so that all that follows is bound by it.</summary>
internal static class ContentPolicy
{
    /// <summary>Who says that a request is private: what is in it.</summary>
    public const string Reason = "content";

    /// <summary>Who says so where nobody knows what is in it.</summary>
    public const string FailedReason = "content_scan_failed";

    /// <summary>Who says so where <c>privacy.reader</c> has not read it.</summary>
    public const string UnreadReason = "content_not_read";

    /// <summary>Labels a chat request by what it says, and has its placeholders ready. False: it has been refused.</summary>
    public static ValueTask<bool> ApplyAsync(RequestScope scope, RelayServices services, ChatEnvelope envelope) => ApplyAsync(scope, services, envelope.Body, envelope);

    /// <summary>As for chats, except that nothing is replaced: vectors of placeholders compare with nothing. False: it has been refused.</summary>
    public static ValueTask<bool> ApplyAsync(RequestScope scope, RelayServices services, ReadOnlyMemory<byte> embeddings) => ApplyAsync(scope, services, embeddings, null);

    private static async ValueTask<bool> ApplyAsync(RequestScope scope, RelayServices services, ReadOnlyMemory<byte> body, ChatEnvelope? envelope)
    {
        if (scope.Snapshot.Scan is not { } scan || scan.For(scope.KeyId) is not { } actions || !actions.Matters(scope.Privacy.Label))
        {
            return true;
        }

        // Its kind alone: what a message says may be the request's.
        var found = scan.Look(body, out var error);
        if (found is null)
        {
            services.Log.ScanFailed(scope.RequestId, error!.GetType().Name);
            KeepUnknown(scope, actions, FailedReason);
            return true;
        }

        if (BlockedBy(actions, found) is { } type)
        {
            await RefuseAsync(scope, type).ConfigureAwait(false);
            return false;
        }

        if (scope.Snapshot.Options.Privacy.Reader is { } reader && MayLeave(scope, actions, found))
        {
            var read = await SecondReader.ReadAsync(scope, services, body, reader, actions.Types).ConfigureAwait(false);
            if (read is null)
            {
                KeepUnknown(scope, actions, UnreadReason);
                return true;
            }

            found = [.. found, .. read];
            if (BlockedBy(actions, read) is { } second)
            {
                await RefuseAsync(scope, second).ConfigureAwait(false);
                return false;
            }
        }

        if (found.Count == 0)
        {
            return true;
        }

        var verdict = new ContentVerdict(scope, services, envelope, found);
        if (verdict.StaysHome)
        {
            scope.Privacy = scope.Privacy.And(PrivacyLabel.Private, Reason);
        }

        // It lives as long as the request; one that changes nothing is not there.
        scope.Content = verdict.Changes || verdict.Barred.Count > 0 ? verdict : null;
        return true;
    }

    // Nor does it go to an engine of one's own that may not have everything.
    private static void KeepUnknown(RequestScope scope, KeyActions actions, string reason)
    {
        scope.Privacy = scope.Privacy.And(PrivacyLabel.Private, reason);
        scope.Content = new ContentVerdict(scope.Snapshot.Engines, actions);
    }

    // Where the scan alone keeps it at home, nobody needs to read it.
    private static bool MayLeave(RequestScope scope, KeyActions actions, IReadOnlyList<RequestFinding> found)
    {
        var engines = scope.Snapshot.Engines;
        return !scope.Privacy.Label.LocalOnly && engines.Where((engine, i) => engine.Place == Place.Cloud && !found.Any(finding => actions.For(i).Of(finding.Type) >= PiiAction.RouteLocal)).Any();
    }

    private static PiiType? BlockedBy(KeyActions actions, IReadOnlyList<RequestFinding> found)
    {
        foreach (var finding in found)
        {
            if (actions.Asked.Of(finding.Type) == PiiAction.Block)
            {
                return finding.Type;
            }
        }

        return null;
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
