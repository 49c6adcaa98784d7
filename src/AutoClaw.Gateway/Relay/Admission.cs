using System.Net;
using AutoClaw.Gateway.Auth;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>Who may ask, and how much: the checks before a request is understood.</summary>
internal static class Admission
{
    /// <summary>Authenticates, then reads the body. False: the refusal has been written.</summary>
    public static async ValueTask<bool> AdmitAsync(RequestScope scope, PooledBuffer body)
    {
        if (!await AuthenticateAsync(scope).ConfigureAwait(false))
        {
            return false;
        }

        var limit = scope.Snapshot.Options.Limits.MaxBodyBytes;
        try
        {
            if (await RequestBody.TryReadAsync(scope.Context.Request, body, limit).ConfigureAwait(false))
            {
                return true;
            }
        }
        catch (BadHttpRequestException error)
        {
            scope.WriteHeaders(null, null);
            await ErrorWriter.WriteAsync(scope.Context, error.StatusCode, "invalid_request_body", null, error.Message).ConfigureAwait(false);
            return false;
        }

        scope.WriteHeaders(null, null);
        await ErrorWriter.WriteAsync(
            scope.Context, 413, "body_too_large", null,
            $"The request body is larger than {limit} bytes. Send less, or raise limits.max_body_bytes.").ConfigureAwait(false);
        return false;
    }

    /// <summary>False: the 401 has been written.</summary>
    public static async ValueTask<bool> AuthenticateAsync(RequestScope scope)
    {
        var headers = scope.Context.Request.Headers;
        var header = headers.Authorization.ToString();
        var plain = headers["x-api-key"].ToString();
        var bearer = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header.AsMemory(7).Trim() : default;
        if (plain.Length > 0 && header.Length > 0 && !bearer.Span.SequenceEqual(plain))
        {
            // Which of them is checked must not depend on who reads the request.
            scope.WriteHeaders(null, null);
            await ErrorWriter.WriteAsync(
                scope.Context, 400, "ambiguous_api_key", null,
                "'Authorization' and 'x-api-key' hold different keys. Send one of them.").ConfigureAwait(false);
            return false;
        }

        if (scope.Snapshot.Keys.TryAuthenticate(plain.Length > 0 ? plain : bearer.Span, out var keyId))
        {
            scope.KeyId = keyId;
            return true;
        }

        // A wrong key is wrong also from the loopback: somebody meant to be someone.
        if (header.Length == 0 && plain.Length == 0 && scope.Snapshot.Options.Auth.AllowAnonymousLoopback
            && scope.Context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address))
        {
            return true;
        }

        scope.WriteHeaders(null, null);
        scope.Context.Response.Headers.WWWAuthenticate = "Bearer";
        await ErrorWriter.WriteAsync(
            scope.Context, 401, header.Length + plain.Length == 0 ? "missing_api_key" : "invalid_api_key", null,
            header.Length + plain.Length == 0
                ? "No API key. Send 'Authorization: Bearer sk-ac-…', or the same in 'x-api-key'; 'autoclaw up' and 'autoclaw init' print one."
                : "This API key is not known here. Check that all of it was copied; 'autoclaw init' makes a new one.").ConfigureAwait(false);
        return false;
    }

    public static string UnknownModel(string model) =>
        $"There is no model '{(model.Length <= 200 ? model : model[..200] + "…")}' here. 'auto' lets AutoClaw choose; GET /v1/models lists the rest.";
}
