using System.Net;
using AutoClaw.Core.Policy;
using AutoClaw.Core.Privacy;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Privacy;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>Who may ask, and how much: the checks before a request is understood.</summary>
internal static class Admission
{
    private const string Places = "'Authorization', 'x-api-key', 'x-goog-api-key' and '?key='";

    /// <summary>Authenticates, then reads the body. False: the refusal has been written.</summary>
    /// <param name="scope">Who asks.</param>
    /// <param name="body">To be filled.</param>
    /// <param name="takesSlot">It counts against the limits of what is under way: engines will be asked.</param>
    public static async ValueTask<bool> AdmitAsync(RequestScope scope, PooledBuffer body, bool takesSlot = false)
    {
        if (!await AuthenticateAsync(scope).ConfigureAwait(false) || (takesSlot && !await EnterAsync(scope).ConfigureAwait(false)))
        {
            return false;
        }

        if (scope.Context.Request.Headers.ContentEncoding is { Count: > 0 } coding && !coding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            // A few kilobytes could become gigabytes.
            scope.WriteHeaders(null, null);
            scope.Context.Response.Headers.AcceptEncoding = "identity";
            await ErrorWriter.WriteAsync(
                scope.Context, StatusCodes.Status415UnsupportedMediaType, "unsupported_encoding", null, "Request bodies are taken as they are, not compressed. Send it without Content-Encoding.").ConfigureAwait(false);
            return false;
        }

        var limits = scope.Snapshot.Options.Limits;
        try
        {
            if (await RequestBody.TryReadAsync(scope.Context.Request, body, limits, scope.Time).ConfigureAwait(false))
            {
                return true;
            }
        }
        catch (IOException error) when (error is BadHttpRequestException || !scope.Context.RequestAborted.IsCancellationRequested)
        {
            // The size of a chunk that no number holds is the one malformed body that the server tells by another exception.
            scope.WriteHeaders(null, null);
            scope.Context.Response.Headers.Connection = "close";
            await ErrorWriter.WriteAsync(
                scope.Context, (error as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest, "invalid_request_body", null, error.Message).ConfigureAwait(false);
            return false;
        }

        scope.WriteHeaders(null, null);
        await ErrorWriter.WriteAsync(
            scope.Context, 413, "body_too_large", null,
            $"The request body is larger than {limits.MaxBodyBytes} bytes. Send less, or raise limits.max_body_bytes.").ConfigureAwait(false);
        return false;
    }

    // Before the body is read: what is too much costs as little as possible.
    private static async ValueTask<bool> EnterAsync(RequestScope scope)
    {
        var all = scope.Snapshot.Options.Limits.MaxConcurrent is { } most
            ? (Count: scope.Snapshot.UnderWay, Most: MostOf(most, scope.Caller.Priority))
            : default((UnderWayCount Count, int Most)?);
        if (all is { } bounded && !bounded.Count.TryEnter(bounded.Most))
        {
            await ShedAsync(
                scope, 503, "gateway_overloaded",
                $"The gateway answers {bounded.Count.Value} requests, and takes no more than {bounded.Most} of this priority at the same time. Try again in a moment.").ConfigureAwait(false);
            return false;
        }

        if (scope.Key is { MaxConcurrent: { } own } key && !key.UnderWay.TryEnter(own))
        {
            all?.Count.Leave();
            await ShedAsync(
                scope, 429, "key_concurrency_exceeded",
                $"The key '{key.Id}' may have {own} requests at the same time, and has them. Wait for one to end.").ConfigureAwait(false);
            return false;
        }

        scope.Slot = new AdmissionSlot(all?.Count, scope.Key is { MaxConcurrent: not null } counted ? counted.UnderWay : null);
        return true;
    }

    // The last tenth is for what is more important than most, the last quarter for what is not unimportant; but one is let in always.
    private static int MostOf(int most, Priority priority) => priority switch
    {
        Priority.High => most,
        Priority.Low => Math.Max(1, (int)(most * 3L / 4)),
        _ => Math.Max(1, (int)(most * 9L / 10)),
    };

    private static Task ShedAsync(RequestScope scope, int status, string code, string message)
    {
        scope.WriteHeaders(null, null);
        scope.Context.Response.Headers.RetryAfter = "1";
        return ErrorWriter.WriteAsync(scope.Context, status, code, null, message);
    }

    /// <summary>Reads how long the client waits. False: the refusal has been written.</summary>
    public static async ValueTask<bool> TakePatienceAsync(RequestScope scope)
    {
        if (ClientDeadline.TryRead(scope.Context.Request.Headers, out var patience))
        {
            scope.Patience = patience;
            return true;
        }

        scope.WriteHeaders(null, null);
        await ErrorWriter.WriteAsync(
            scope.Context, 400, "invalid_timeout", ClientDeadline.Header,
            $"The header {ClientDeadline.Header} takes seconds (2.5 or 2.5s) or milliseconds (2500ms), a day at most.").ConfigureAwait(false);
        return false;
    }

    /// <summary>Takes the labels that hold whatever the request says, and the client's own. False: the refusal has been written.</summary>
    public static async ValueTask<bool> TakeLabelsAsync(RequestScope scope)
    {
        var options = scope.Snapshot.Options;
        var privacy = default(RequestPrivacy).And(options.Privacy.Label, "default").And(scope.Key?.Privacy ?? PrivacyLabel.Open, "key");
        if (scope.Context.Request.Headers.TryGetValue(RelayHeaders.Privacy, out var header))
        {
            if (!PrivacyLabel.TryParse(header.ToString(), out var wanted))
            {
                scope.WriteHeaders(null, null);
                await ErrorWriter.WriteAsync(
                    scope.Context, StatusCodes.Status400BadRequest, "invalid_privacy", RelayHeaders.Privacy, $"The header {RelayHeaders.Privacy} takes {PrivacyLabel.Forms}.").ConfigureAwait(false);
                return false;
            }

            privacy = privacy.And(wanted, "header");
        }

        scope.Privacy = privacy;
        return true;
    }

    /// <summary>False: what it says of whom it is about can't be kept, and the 400 has been written.</summary>
    /// <param name="scope">Gets the hash of the header's text, else of the field's.</param>
    /// <param name="subjects">Makes it.</param>
    /// <param name="field">The value of the API's own field as a JSON string; empty without one.</param>
    public static async ValueTask<bool> TakeSubjectAsync(RequestScope scope, SubjectHash subjects, ReadOnlyMemory<byte> field)
    {
        var given = scope.Context.Request.Headers.TryGetValue(RelayHeaders.Subject, out var header) && header.ToString() is { Length: > 0 } text ? text : null;
        if (given is null && field.IsEmpty)
        {
            return true;
        }

        scope.Subject = given is null ? subjects.OfJson(field.Span) : subjects.Of(given);
        if (scope.Subject is not null)
        {
            return true;
        }

        scope.WriteHeaders(null, null);
        await ErrorWriter.WriteAsync(
            scope.Context, StatusCodes.Status400BadRequest, "invalid_subject", given is null ? null : RelayHeaders.Subject,
            $"Whom a request is about ({RelayHeaders.Subject}, else the API's own field) is said in at most {SubjectHash.MaxBytes} bytes.").ConfigureAwait(false);
        return false;
    }

    /// <summary>No engine may have it: an answer in the client's dialect that says why, and that nobody was asked.</summary>
    public static Task RefusePrivateAsync(RequestScope scope, string? missing)
    {
        scope.WriteHeaders(null, null);
        var lack = missing is null or PrivacyPolicy.Missing ? "" : $", or those that may can't do what it asks for ({missing})";
        var why = scope.Privacy.Label.IsOpen ? "has personal data" : $"is labelled {scope.Privacy}";
        return ErrorWriter.WriteAsync(
            scope.Context, StatusCodes.Status503ServiceUnavailable, "no_permitted_engine", null,
            $"The request {why}, and no engine of '{scope.Plan!.Name}' may have it{lack}. Add an engine on your own hardware, or name a model that has one. No engine was asked.");
    }

    /// <summary>False: the 401 has been written.</summary>
    public static async ValueTask<bool> AuthenticateAsync(RequestScope scope)
    {
        var given = KeysOf(scope.Context.Request);
        if (given is [var first, ..] && given.Exists(other => other != first))
        {
            // Which of them is checked must not depend on who reads the request.
            scope.WriteHeaders(null, null);
            await ErrorWriter.WriteAsync(
                scope.Context, 400, "ambiguous_api_key", null, $"The request holds different keys in {Places}. Send one of them.").ConfigureAwait(false);
            return false;
        }

        if (given is [var key, ..] && scope.Snapshot.Keys.TryAuthenticate(key, out var granted))
        {
            scope.Key = granted;
            return true;
        }

        // A wrong key is wrong also from the loopback: somebody meant to be someone.
        if (given.Count == 0 && scope.Snapshot.Options.Auth.AllowAnonymousLoopback
            && scope.Context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address))
        {
            if (!OtherSite.IsAsking(scope.Context.Request))
            {
                return true;
            }

            // The browser is on this machine, the page that it shows is not.
            scope.WriteHeaders(null, null);
            await ErrorWriter.WriteAsync(scope.Context, StatusCodes.Status403Forbidden, OtherSite.Code, null, OtherSite.Message).ConfigureAwait(false);
            return false;
        }

        scope.WriteHeaders(null, null);
        scope.Context.Response.Headers.WWWAuthenticate = "Bearer";
        await ErrorWriter.WriteAsync(
            scope.Context, 401, given.Count == 0 ? "missing_api_key" : "invalid_api_key", null,
            given.Count == 0
                ? "No API key. Send 'Authorization: Bearer sk-ac-…', or the key alone in 'x-api-key' or 'x-goog-api-key'; 'autoclaw up' and 'autoclaw init' print one."
                : "This API key is not known here. Check that all of it was copied; 'autoclaw init' makes a new one.").ConfigureAwait(false);
        return false;
    }

    // Every place where some wire's clients put their key. A header that is there and holds none counts as a wrong one.
    private static List<string> KeysOf(HttpRequest request)
    {
        var keys = new List<string>(1);
        if (request.Headers.Authorization.ToString() is { Length: > 0 } header)
        {
            keys.Add(header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : string.Empty);
        }

        foreach (var name in (ReadOnlySpan<string>)["x-api-key", "x-goog-api-key"])
        {
            if (request.Headers.TryGetValue(name, out var value))
            {
                keys.Add(value.ToString());
            }
        }

        if (request.QueryString.HasValue && request.Query.TryGetValue("key", out var query) && ClientDialect.Of(request) == ClientDialect.Gemini)
        {
            keys.Add(query.ToString());
        }

        return keys;
    }

    public static string UnknownModel(string model) =>
        $"There is no model '{(model.Length <= 200 ? model : model[..200] + "…")}' here. 'auto' lets AutoClaw choose; GET /v1/models lists the rest.";
}
