using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>A request's body, read once and whole: every retry starts from these bytes.</summary>
internal static class RequestBody
{
    /// <summary>Reads into <paramref name="buffer"/>.</summary>
    /// <returns>False if the body is larger than <paramref name="limit"/>; the rest of it is not read.</returns>
    public static async ValueTask<bool> TryReadAsync(HttpRequest request, PooledBuffer buffer, int limit)
    {
        if (request.ContentLength > limit)
        {
            return false;
        }

        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(request.HttpContext.RequestAborted).ConfigureAwait(false);
            var fits = buffer.Length + result.Buffer.Length <= limit;
            if (fits)
            {
                Append(buffer, result);
            }

            reader.AdvanceTo(result.Buffer.End);
            if (!fits || result.IsCompleted)
            {
                return fits;
            }
        }
    }

    private static void Append(PooledBuffer buffer, ReadResult result)
    {
        foreach (var segment in result.Buffer)
        {
            buffer.Write(segment.Span);
        }
    }
}
