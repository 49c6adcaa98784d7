using System.Buffers;
using AutoClaw.Core.Model;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Relay;

/// <summary>Writes an answer that is one JSON object and whose cost is known by now.</summary>
internal static class JsonAnswer
{
    public static async Task WriteAsync(RequestScope scope, EngineClient engine, Attempt attempt, PooledBuffer body)
    {
        var response = scope.Context.Response;
        scope.WriteHeaders(engine, attempt);
        if (attempt.Cost is { } cost)
        {
            response.Headers[RelayHeaders.Cost] = cost.ToString();
        }

        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        response.BodyWriter.Write(body.Span);
        await response.BodyWriter.FlushAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
