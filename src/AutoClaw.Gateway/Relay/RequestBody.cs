using System.Buffers;
using System.IO.Pipelines;
using AutoClaw.Gateway.Options;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>A request's body, read once and whole: every retry starts from these bytes.</summary>
internal static class RequestBody
{
    /// <summary>Reads into <paramref name="buffer"/>.</summary>
    /// <returns>False if the body is larger than <paramref name="limits"/> say; the rest of it is not read.</returns>
    /// <exception cref="BadHttpRequestException">It is malformed, stalls, or takes longer than they say.</exception>
    public static async ValueTask<bool> TryReadAsync(HttpRequest request, PooledBuffer buffer, LimitOptions limits, TimeProvider time)
    {
        if (request.ContentLength > limits.MaxBodyBytes)
        {
            return false;
        }

        var reader = request.BodyReader;
        ITimer? timer = null;
        try
        {
            while (true)
            {
                var reading = reader.ReadAsync(request.HttpContext.RequestAborted);
                if (!reading.IsCompleted)
                {
                    // Most bodies are there with their head and need no clock.
                    timer ??= time.CreateTimer(static reader => ((PipeReader)reader!).CancelPendingRead(), reader, limits.BodyTimeout, Timeout.InfiniteTimeSpan);
                }

                var result = await reading.ConfigureAwait(false);
                if (result.IsCanceled)
                {
                    reader.AdvanceTo(result.Buffer.End);
                    throw new BadHttpRequestException("The body took too long to come: see 'limits.body_timeout'.", StatusCodes.Status408RequestTimeout);
                }

                var fits = buffer.Length + result.Buffer.Length <= limits.MaxBodyBytes;
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
        finally
        {
            // Waited for: a late tick would cancel a read of the next request on this connection.
            if (timer is not null)
            {
                await timer.DisposeAsync().ConfigureAwait(false);
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
